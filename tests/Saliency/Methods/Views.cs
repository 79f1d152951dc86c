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

    private static Tensor<float> Narrow(Tensor<double> wide) =>
        Tensor<float>.From(wide.Shape, Array.ConvertAll(wide.ToArray(), float.CreateChecked));
}

/// <summary>A path whose gradients, baseline and values are made by hand; it keeps the points it was asked about.</summary>
internal sealed class MadePath<T>(Tensor<T> hidden, T[] baseline, Func<T[], T[]> gradient, Func<T[], double> value) : IPathProbe<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public List<T[]> Asked { get; } = [];

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
