using System.Numerics;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// DeepLIFT's multipliers of attention scores s, given those of the probabilities P = e r with e = exp(s − shift) and r = 1 / Σ e. The shift is
/// common to a row and its reference and drops out. m_e = m_P (r + r₀) / 2 − r r₀ Σ m_P (e + e₀) / 2, and m_s = m_e (e − e₀) / (s − s₀).
/// </summary>
/// <param name="layout">Sequences, a point and its reference in turn, and heads.</param>
/// <param name="q">Queries (M, K).</param>
/// <param name="k">Keys (N, K).</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class SoftmaxMultipliers<T>(AttentionLayout layout, Tensor<T> q, Tensor<T> k) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int size = q.Shape.Width / layout.Heads;
    private readonly double scale = 1 / Math.Sqrt(q.Shape.Width / layout.Heads);

    /// <summary>m_s / √D, so that what follows is the product's part alone.</summary>
    /// <param name="p">P (Σ H m n).</param>
    /// <param name="multipliers">m_P, of its shape.</param>
    public Tensor<T> Of(Tensor<T> p, Tensor<T> multipliers)
    {
        var found = Tensor<T>.Zeros(p.Shape);
        for (int pair = 0; pair < layout.Sequences; pair += 2)
            for (int head = 0; head < layout.Heads; head++)
                for (int query = 0; query < layout.QueriesOf(pair); query++)
                {
                    int n = layout.Length(pair), point = layout.Offset(pair, head) + query * n, reference = layout.Offset(pair + 1, head) + query * n;
                    double[] row = Row(Scores(pair, head, query), Scores(pair + 1, head, query), multipliers.Span.Slice(point, n));
                    for (int j = 0; j < n; j++) found.Span[point + j] = found.Span[reference + j] = T.CreateTruncating(row[j] * scale);
                }
        return found;
    }

    // s of one query.
    private double[] Scores(int sequence, int head, int query)
    {
        var scores = new double[layout.Length(sequence)];
        var asking = q.Row(layout.FirstQuery(sequence) + query).Slice(head * size, size);
        for (int j = 0; j < scores.Length; j++)
        {
            var key = k.Row(layout.Bounds[sequence] + j).Slice(head * size, size);
            for (int d = 0; d < size; d++) scores[j] += double.CreateTruncating(asking[d]) * double.CreateTruncating(key[d]);
            scores[j] *= scale;
        }
        return scores;
    }

    private static double[] Row(double[] s, double[] s0, ReadOnlySpan<T> toP)
    {
        double shift = Math.Max(s.Max(), s0.Max());
        double[] e = [.. s.Select(x => Math.Exp(x - shift))], e0 = [.. s0.Select(x => Math.Exp(x - shift))];
        double r = 1 / e.Sum(), r0 = 1 / e0.Sum(), toR = 0;
        for (int j = 0; j < e.Length; j++) toR += double.CreateTruncating(toP[j]) * (e[j] + e0[j]) / 2;
        var row = new double[e.Length];
        for (int j = 0; j < row.Length; j++)
        {
            double toE = double.CreateTruncating(toP[j]) * (r + r0) / 2 - r * r0 * toR, apart = (s[j] - s0[j]) / 2;
            // (e − e₀) / (s − s₀) = exp((s + s₀) / 2) sinh(apart) / apart, which tends to exp at equal scores.
            row[j] = toE * (Math.Abs(apart) < 1e-6 ? Math.Sqrt(e[j] * e0[j]) : (e[j] - e0[j]) / (s[j] - s0[j]));
        }
        return row;
    }
}
