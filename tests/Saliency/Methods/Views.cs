using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Methods;

/// <summary>What a method sees, made by hand.</summary>
internal static class Views
{
    /// <summary>Three positions of two features.</summary>
    public static LayerView<double> Small { get; } = Of([[1, 2], [3, -4], [0, 5]], [[2, 0], [1, 3], [-6, 6]]);

    public static LayerView<double> Of(double[][] hidden, double[][] gradient) =>
        new() { Layer = 1, Hidden = Matrix(hidden), Gradient = Matrix(gradient) };

    /// <summary>A pass of blocks with some attention each.</summary>
    public static PassView<double> Pass(int positions, params Tensor<double>[] attention) =>
        new() { Layer = attention.Length, Positions = positions, Attention = attention };

    /// <summary>A pass of blocks with some attention each, and its gradient.</summary>
    public static PassView<double> Pass(Tensor<double>[] attention, Tensor<double>[] gradients) => new()
    {
        Layer = attention.Length,
        Positions = attention[0].Shape[1],
        Attention = attention,
        AttentionGradients = gradients,
    };

    /// <summary>A drawn pass of two blocks: attention of two heads whose rows sum to one, and numbers around 0 for all else.</summary>
    public static PassView<double> Drawn(int seed, int positions)
    {
        var random = new Random(seed);
        Tensor<double> Made(Shape shape) => Tensor<double>.From(shape, Numbers(random.Next(), shape.Count));
        Tensor<double>[] Twice(Func<Tensor<double>> make) => [make(), make()];
        Shape square = new(2, positions, positions), rows = new(positions, 3);
        return new()
        {
            Layer = 2,
            Positions = positions,
            Attention = Twice(() => Tensor<double>.From(square, [.. Enumerable.Range(0, 2 * positions)
                .Select(_ => Enumerable.Range(0, positions).Select(_ => 1e-3 + random.NextDouble()).ToArray()).SelectMany(row => row.Select(p => p / row.Sum()))])),
            AttentionGradients = Twice(() => Made(square)),
            States = Twice(() => Made(rows)),
            StateGradients = Twice(() => Made(rows)),
        };
    }

    /// <summary>Two positions of two features, and f = ½ x·A x + b·x with drawn A, b, text and baseline.</summary>
    /// <param name="seed">Of text and baseline, and of the model.</param>
    /// <param name="curved">Whether A is there.</param>
    /// <param name="models">Added to the model's seed alone.</param>
    public static MadePath<double> Quadratic(int seed, bool curved = true, int models = 0)
    {
        double[] ends = Numbers(seed, 8), numbers = Numbers(seed + 1000 + models, 20);
        double A(int i, int j) => curved ? numbers[4 * i + j] + numbers[4 * j + i] : 0;
        double[] Gradient(double[] x) => [.. Enumerable.Range(0, 4).Select(i => numbers[16 + i] + Enumerable.Range(0, 4).Sum(j => A(i, j) * x[j]))];
        double Value(double[] x) => Enumerable.Range(0, 4).Sum(i => x[i] * (numbers[16 + i] + Enumerable.Range(0, 4).Sum(j => A(i, j) * x[j]) / 2));
        return new(Tensor<double>.From(new(2, 2), ends.AsSpan(0, 4)), ends[4..], Gradient, Value);
    }

    public static Tensor<double> Matrix(double[][] rows) =>
        Tensor<double>.From(new(rows.Length, rows[0].Length), rows.SelectMany(row => row).ToArray());

    /// <summary>Scores of the small view, which must not depend on the number type.</summary>
    public static PositionScores Score(ILayerMethod method, ExplainOptions? options = null)
    {
        var single = new LayerView<float> { Layer = Small.Layer, Hidden = Narrow(Small.Hidden), Gradient = Narrow(Small.Gradient) };
        var scores = method.Score(Small, options ?? new());
        Assert.Equal(scores.Scores, method.Score(single, options ?? new()).Scores);
        return scores;
    }

    private static double[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private static Tensor<float> Narrow(Tensor<double> wide) =>
        Tensor<float>.From(wide.Shape, Array.ConvertAll(wide.ToArray(), float.CreateChecked));
}

/// <summary>A path whose gradients, baseline and values are made by hand; it keeps the points it was asked about.</summary>
internal sealed class MadePath<T>(Tensor<T> hidden, T[] baseline, Func<T[], T[]> gradient, Func<T[], double> value) : IPathProbe<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Func<T[], T[]> gradient = gradient;
    private readonly Func<T[], double> value = value;

    public List<T[]> Asked { get; } = [];

    /// <summary>The same text, and the sum of both models.</summary>
    public MadePath<T> And(MadePath<T> other) => new(hidden, baseline,
        point => [.. gradient(point).Zip(other.gradient(point), (a, b) => a + b)], point => value(point) + other.value(point));

    public int Layer => 0;

    public Tensor<T> Hidden => hidden;

    public T[] BaselineOf(Baseline kind) => baseline;

    public void Gradients(int count, PointWriter<T> write, GradientReader<T> read)
    {
        foreach (var (i, point) in Points(count, write))
        {
            Asked.Add(point);
            read(i, gradient(point));
        }
    }

    public void Propagate(int count, int together, Func<int, IBackwardRules<T>> rules, PointWriter<T> write, GradientReader<T> read) =>
        throw new NotSupportedException("A made path has no steps to which rules could apply.");

    public double[] Values(int count, PointWriter<T> write) => [.. Points(count, write).Select(point => value(point.Point))];

    private IEnumerable<(int Index, T[] Point)> Points(int count, PointWriter<T> write)
    {
        for (int i = 0; i < count; i++)
        {
            var point = new T[hidden.Count];
            write(i, point);
            yield return (i, point);
        }
    }
}
