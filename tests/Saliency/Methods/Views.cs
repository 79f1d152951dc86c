using System.Numerics;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Methods;

/// <summary>What a method sees, made by hand.</summary>
internal static class Views
{
    /// <summary>Three positions of two features.</summary>
    public static LayerView<double> Small { get; } = Of([[1, 2], [3, -4], [0, 5]], [[2, 0], [1, 3], [-6, 6]]);

    public static LayerView<double> Of(
        double[][] hidden, double[][] gradient, Tensor<double>[]? attention = null, PathIntegral? path = null) => new()
        {
            Layer = attention?.Length ?? 1,
            Hidden = Matrix(hidden),
            Gradient = Matrix(gradient),
            Attention = attention ?? [],
            Path = (_, _) => path ?? throw new InvalidOperationException("This method needs no path."),
        };

    public static Tensor<double> Matrix(double[][] rows) =>
        Tensor<double>.From(new(rows.Length, rows[0].Length), rows.SelectMany(row => row).ToArray());

    /// <summary>Scores of the small view, which must not depend on the number type.</summary>
    public static PositionScores Score(ISaliencyMethod method, ExplainOptions? options = null)
    {
        var single = new LayerView<float>
        {
            Layer = Small.Layer,
            Hidden = Narrow(Small.Hidden),
            Gradient = Narrow(Small.Gradient),
            Attention = [],
            Path = (_, _) => throw new InvalidOperationException("This method needs no path."),
        };
        var scores = method.Score(Small, options ?? new());
        Assert.Equal(scores.Scores, method.Score(single, options ?? new()).Scores);
        return scores;
    }

    private static Tensor<float> Narrow(Tensor<double> wide) =>
        Tensor<float>.From(wide.Shape, Array.ConvertAll(wide.ToArray(), float.CreateChecked));
}
