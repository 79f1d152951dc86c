using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>How gradients are checked.</summary>
public sealed record GradCheckOptions
{
    /// <summary>Step of the finite difference, multiplied by max(1, |x|).</summary>
    public double Step { get; init; } = 1e-3;

    /// <summary>
    /// Elements checked per variable, all if null: the one with the largest gradient, most of the others at random among those
    /// with any, the rest at random among all.
    /// </summary>
    public int? Samples { get; init; }

    /// <summary>Seed of the random weights and samples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Differences are relative to the largest derivative of the variable, but at least to this.</summary>
    public double Floor { get; init; } = 1e-4;
}

/// <summary>What a check of one variable found.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Checked">Number of elements checked.</param>
/// <param name="RelativeError">max |analytic − numeric| / max(largest derivative, floor).</param>
/// <param name="Worst">The element with the largest difference.</param>
/// <param name="Analytic">Its derivative by the backward pass.</param>
/// <param name="Numeric">Its derivative by finite differences.</param>
/// <param name="Informative">How many of the elements could have shown a mistake: those with a derivative, by either way.</param>
public sealed record GradCheckResult(
    string Variable, int Checked, double RelativeError, int Worst, double Analytic, double Numeric, int Informative);

/// <summary>
/// Compares gradients with central differences in double. The function is made a number by random weights u of its
/// output, f = Σ u ∘ y; its derivative by each element is (8 (f₊₁ − f₋₁) − (f₊₂ − f₋₂)) / 12h, exact up to h⁴.
/// </summary>
public static class GradCheck
{
    // A derivative that is smaller, relative to the floor, is rounding: it would agree with anything as small.
    private const double Noise = 1e-6;

    /// <summary>Checks an operation with respect to all its inputs.</summary>
    public static IReadOnlyList<GradCheckResult> Check(
        IOp<double> op, IReadOnlyList<Tensor<double>> inputs, GradCheckOptions? options = null, Device<double>? device = null)
    {
        Parameter<double>[] variables = [.. inputs.Select((input, i) => new Parameter<double>($"input {i}", input))];
        return Check(tape => tape.Apply(op, [.. variables.Select(tape.Leaf)]), variables, options, device);
    }

    /// <summary>Checks a function with respect to variables that it puts on the tape as parameters.</summary>
    /// <param name="function">Records the computation and returns its output; called many times.</param>
    /// <param name="variables">Tensors that are moved and put back; they must not be constant.</param>
    /// <param name="options">Step, sampling, seed.</param>
    /// <param name="device">Where to compute; the host's cores if null.</param>
    /// <exception cref="ArgumentException">A variable is constant.</exception>
    public static IReadOnlyList<GradCheckResult> Check(
        Func<Tape<double>, Var> function, IReadOnlyList<Parameter<double>> variables, GradCheckOptions? options = null,
        Device<double>? device = null)
    {
        options ??= new();
        if (variables.FirstOrDefault(variable => variable.Value.IsConstant) is { } constant)
            throw new ArgumentException($"'{constant.Name}' is constant: devices may keep copies of it, so it cannot be moved.");
        using var own = device is null ? new CpuDevice<double>() : null;
        var where = device ?? own!;
        var random = new Random(options.Seed);
        var (weights, gradients) = Analytic(where, function, variables, random);
        double Evaluate()
        {
            using var tape = new Tape<double>(where);
            return Simd.Dot<double>(weights.Span, tape.Fetch(function(tape)).Span);
        }
        return [.. variables.Select((variable, i) => CheckVariable(variable, gradients[i], Evaluate, random, options))];
    }

    private static (Tensor<double> Weights, double[][] Gradients) Analytic(
        Device<double> device, Func<Tape<double>, Var> function, IReadOnlyList<Parameter<double>> variables, Random random)
    {
        using var tape = new Tape<double>(device);
        var output = function(tape);
        var weights = Tensor<double>.Zeros(tape[output].Shape);
        foreach (ref double weight in weights.Span) weight = 2 * random.NextDouble() - 1;
        Var[] wanted = [.. variables.Select(tape.Leaf)];
        var gradients = tape.Backward(output, weights, wanted);
        return (weights, [.. wanted.Select(value => gradients.Fetch(value).ToArray())]);
    }

    private static GradCheckResult CheckVariable(
        Parameter<double> variable, double[] analytic, Func<double> evaluate, Random random, GradCheckOptions options)
    {
        int[] elements = Elements(analytic, options, random);
        double[] numeric = [.. elements.Select(i => Derivative(ref variable.Value.Span[i], evaluate, options.Step))];
        double[] differences = [.. elements.Select((i, j) => Math.Abs(analytic[i] - numeric[j]))];
        double scale = Math.Max(options.Floor, numeric.Concat(analytic).Select(Math.Abs).DefaultIfEmpty().Max());
        int worst = Worst(differences);
        if (worst < 0) return new(variable.Name, 0, 0, -1, 0, 0, 0);
        int informative = elements.Where((i, j) => !(Math.Max(Math.Abs(analytic[i]), Math.Abs(numeric[j])) <= Noise * options.Floor)).Count();
        return new(variable.Name, elements.Length, differences[worst] / scale, elements[worst], analytic[elements[worst]], numeric[worst], informative);
    }

    // Rows of embeddings that no text uses have no gradient: a sample of them alone would agree whatever is wrong elsewhere.
    private static int[] Elements(double[] analytic, GradCheckOptions options, Random random)
    {
        int[] all = [.. Enumerable.Range(0, analytic.Length)];
        if (options.Samples is not { } samples || samples >= all.Length) return all;
        random.Shuffle(all);
        int[] telling = [.. all.Where(i => !(Math.Abs(analytic[i]) <= Noise * options.Floor))];
        if (telling.Length == 0) return all[..samples];
        int largest = telling.MaxBy(i => Math.Abs(analytic[i]));
        int most = samples - samples / 5;
        return [.. telling.Take(most).Prepend(largest).Concat(all).Distinct().Take(samples)];
    }

    // NaN counts as the worst of all.
    private static int Worst(double[] differences)
    {
        int worst = -1;
        for (int i = 0; i < differences.Length; i++)
            if (worst < 0 || !(differences[i] <= differences[worst])) worst = i;
        return worst;
    }

    private static double Derivative(ref double x, Func<double> evaluate, double step)
    {
        double original = x, h = step * Math.Max(1, Math.Abs(x));
        Span<double> f = stackalloc double[4];
        for (int i = 0; i < 4; i++)
        {
            x = original + h * (i < 2 ? i - 2 : i - 1);
            f[i] = evaluate();
        }
        x = original;
        return (8 * (f[2] - f[1]) - (f[3] - f[0])) / (12 * h);
    }
}
