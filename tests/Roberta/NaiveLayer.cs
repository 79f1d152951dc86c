namespace PureSaliency.Tests.Roberta;

/// <summary>
/// One encoder layer, forward and backward, in plain loops: docs/gradient-flow.md line by line. A second witness, with
/// neither the tape nor the blocked product nor the code of any operation.
/// </summary>
internal sealed class NaiveLayer(int[] bounds, int heads, double epsilon)
{
    /// <summary>What the forward pass computes, by the names of the document.</summary>
    public sealed record Values(
        double[,] X, double[,] Q, double[,] K, double[,] V, double[][,] P, double[,] C, Norm First, double[,] U, double[,] G, Norm Second);

    /// <summary>A layer normalisation: ŝ, 1/σ and the output.</summary>
    public sealed record Norm(double[,] Hat, double[] Scale, double[,] Y);

    /// <summary>y = layer(x) with the weights by the names of the document.</summary>
    public Values Forward(double[,] x, IReadOnlyDictionary<string, double[,]> w)
    {
        double[,] q = Linear(x, w["Wq"], w["bq"]), k = Linear(x, w["Wk"], w["bk"]), v = Linear(x, w["Wv"], w["bv"]);
        double[][,] p = [.. Heads().Select(head => Probabilities(q, k, head))];
        var c = new double[x.GetLength(0), x.GetLength(1)];
        foreach (var (head, weights) in Heads().Zip(p)) Context(weights, v, head, c);
        var first = Normalize(Linear(c, w["Wo"], w["bo"]), x, w["γ1"], w["β1"]);
        var u = Linear(first.Y, w["W1"], w["b1"]);
        var g = Map(u, x => x * Cumulative(x));
        return new(x, q, k, v, p, c, first, u, g, Normalize(Linear(g, w["W2"], w["b2"]), first.Y, w["γ2"], w["β2"]));
    }

    /// <summary>The gradients of all weights by name, and that of x under "x", given that of the output.</summary>
    public Dictionary<string, double[,]> Backward(Values of, IReadOnlyDictionary<string, double[,]> w, double[,] dy)
    {
        var d = new Dictionary<string, double[,]>();
        var ds2 = NormBackward(of.Second, w["γ2"], dy, d, "γ2", "β2");
        var dg = LinearBackward(of.G, w["W2"], ds2, d, "W2", "b2");
        var du = Product(dg, Map(of.U, x => Cumulative(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)));
        var da = Sum(ds2, LinearBackward(of.First.Y, w["W1"], du, d, "W1", "b1"));
        var ds1 = NormBackward(of.First, w["γ1"], da, d, "γ1", "β1");
        var dc = LinearBackward(of.C, w["Wo"], ds1, d, "Wo", "bo");
        var (dq, dk, dv) = AttentionBackward(of, dc);
        d["x"] = Sum(
            Sum(ds1, LinearBackward(of.X, w["Wq"], dq, d, "Wq", "bq")),
            Sum(LinearBackward(of.X, w["Wk"], dk, d, "Wk", "bk"), LinearBackward(of.X, w["Wv"], dv, d, "Wv", "bv")));
        return d;
    }

    // One head of one sequence: rows begin … end, columns of the head.
    private readonly record struct Head(int Index, int Begin, int End);

    private IEnumerable<Head> Heads() =>
        from s in Enumerable.Range(0, bounds.Length - 1)
        from h in Enumerable.Range(0, heads)
        select new Head(h, bounds[s], bounds[s + 1]);

    private double[,] Probabilities(double[,] q, double[,] k, Head head)
    {
        int n = head.End - head.Begin, size = q.GetLength(1) / heads;
        var p = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                double score = 0;
                for (int d = head.Index * size; d < (head.Index + 1) * size; d++) score += q[head.Begin + i, d] * k[head.Begin + j, d];
                sum += p[i, j] = Math.Exp(score / Math.Sqrt(size));
            }
            for (int j = 0; j < n; j++) p[i, j] /= sum;
        }
        return p;
    }

    private void Context(double[,] p, double[,] v, Head head, double[,] c)
    {
        int n = head.End - head.Begin, size = v.GetLength(1) / heads;
        for (int i = 0; i < n; i++)
            for (int d = head.Index * size; d < (head.Index + 1) * size; d++)
                for (int j = 0; j < n; j++) c[head.Begin + i, d] += p[i, j] * v[head.Begin + j, d];
    }

    private (double[,] Dq, double[,] Dk, double[,] Dv) AttentionBackward(Values of, double[,] dc)
    {
        int rows = dc.GetLength(0), width = dc.GetLength(1), size = width / heads;
        double[,] dq = new double[rows, width], dk = new double[rows, width], dv = new double[rows, width];
        foreach (var (head, p) in Heads().Zip(of.P))
        {
            var ds = ScoresBackward(of.V, p, dc, head);
            for (int i = head.Begin; i < head.End; i++)
                for (int j = head.Begin; j < head.End; j++)
                    for (int d = head.Index * size; d < (head.Index + 1) * size; d++)
                    {
                        dq[i, d] += ds[i - head.Begin, j - head.Begin] * of.K[j, d] / Math.Sqrt(size);
                        dk[j, d] += ds[i - head.Begin, j - head.Begin] * of.Q[i, d] / Math.Sqrt(size);
                        dv[j, d] += p[i - head.Begin, j - head.Begin] * dc[i, d];
                    }
        }
        return (dq, dk, dv);
    }

    // dS = P ∘ (dP − rowsum(P ∘ dP)) with dP = dC·Vᵀ.
    private double[,] ScoresBackward(double[,] v, double[,] p, double[,] dc, Head head)
    {
        int n = head.End - head.Begin, size = v.GetLength(1) / heads;
        var ds = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            double mean = 0;
            for (int j = 0; j < n; j++)
            {
                for (int d = head.Index * size; d < (head.Index + 1) * size; d++) ds[i, j] += dc[head.Begin + i, d] * v[head.Begin + j, d];
                mean += p[i, j] * ds[i, j];
            }
            for (int j = 0; j < n; j++) ds[i, j] = p[i, j] * (ds[i, j] - mean);
        }
        return ds;
    }

    private static double[,] Linear(double[,] x, double[,] w, double[,] b)
    {
        var y = new double[x.GetLength(0), w.GetLength(0)];
        for (int n = 0; n < y.GetLength(0); n++)
            for (int o = 0; o < y.GetLength(1); o++)
            {
                y[n, o] = b[0, o];
                for (int k = 0; k < x.GetLength(1); k++) y[n, o] += x[n, k] * w[o, k];
            }
        return y;
    }

    private static double[,] LinearBackward(
        double[,] x, double[,] w, double[,] dy, Dictionary<string, double[,]> d, string weight, string bias)
    {
        int rows = x.GetLength(0), inputs = x.GetLength(1), outputs = w.GetLength(0);
        double[,] dx = new double[rows, inputs], dw = new double[outputs, inputs], db = new double[1, outputs];
        for (int n = 0; n < rows; n++)
            for (int o = 0; o < outputs; o++)
            {
                db[0, o] += dy[n, o];
                for (int k = 0; k < inputs; k++)
                {
                    dx[n, k] += dy[n, o] * w[o, k];
                    dw[o, k] += dy[n, o] * x[n, k];
                }
            }
        (d[weight], d[bias]) = (dw, db);
        return dx;
    }

    private Norm Normalize(double[,] x, double[,] residual, double[,] gamma, double[,] beta)
    {
        int rows = x.GetLength(0), width = x.GetLength(1);
        double[,] hat = new double[rows, width], y = new double[rows, width];
        var scale = new double[rows];
        for (int n = 0; n < rows; n++)
        {
            double mean = 0, variance = 0;
            for (int k = 0; k < width; k++) mean += (x[n, k] + residual[n, k]) / width;
            for (int k = 0; k < width; k++) variance += Math.Pow(x[n, k] + residual[n, k] - mean, 2) / width;
            scale[n] = 1 / Math.Sqrt(variance + epsilon);
            for (int k = 0; k < width; k++)
            {
                hat[n, k] = (x[n, k] + residual[n, k] - mean) * scale[n];
                y[n, k] = gamma[0, k] * hat[n, k] + beta[0, k];
            }
        }
        return new(hat, scale, y);
    }

    private static double[,] NormBackward(
        Norm norm, double[,] gamma, double[,] dy, Dictionary<string, double[,]> d, string scale, string shift)
    {
        int rows = dy.GetLength(0), width = dy.GetLength(1);
        double[,] ds = new double[rows, width], dgamma = new double[1, width], dbeta = new double[1, width];
        for (int n = 0; n < rows; n++)
        {
            double mean = 0, projection = 0;
            for (int k = 0; k < width; k++)
            {
                dgamma[0, k] += dy[n, k] * norm.Hat[n, k];
                dbeta[0, k] += dy[n, k];
                mean += gamma[0, k] * dy[n, k] / width;
                projection += gamma[0, k] * dy[n, k] * norm.Hat[n, k] / width;
            }
            for (int k = 0; k < width; k++)
                ds[n, k] = (gamma[0, k] * dy[n, k] - mean - norm.Hat[n, k] * projection) * norm.Scale[n];
        }
        (d[scale], d[shift]) = (dgamma, dbeta);
        return ds;
    }

    // Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …), good for the small x of a test.
    private static double Cumulative(double x)
    {
        double term = x, sum = x;
        for (int i = 3; sum + term != sum; i += 2) sum += term *= x * x / i;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    private static double[,] Map(double[,] x, Func<double, double> f) => Fill(x, (n, k) => f(x[n, k]));

    private static double[,] Sum(double[,] x, double[,] y) => Fill(x, (n, k) => x[n, k] + y[n, k]);

    private static double[,] Product(double[,] x, double[,] y) => Fill(x, (n, k) => x[n, k] * y[n, k]);

    private static double[,] Fill(double[,] like, Func<int, int, double> element)
    {
        var y = new double[like.GetLength(0), like.GetLength(1)];
        for (int n = 0; n < y.GetLength(0); n++)
            for (int k = 0; k < y.GetLength(1); k++) y[n, k] = element(n, k);
        return y;
    }
}
