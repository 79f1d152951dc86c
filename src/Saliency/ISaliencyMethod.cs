using System.Numerics;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency;

/// <summary>Turns a layer's hidden state and gradient into one score per position.</summary>
public interface ISaliencyMethod
{
    /// <summary>Which aggregation it is.</summary>
    Aggregation Aggregation { get; }

    /// <summary>
    /// Whether a position's score is a sum over features, Σ_k c_nk: only then can rows be weighed before they are decoded.
    /// </summary>
    bool IsSumOverFeatures { get; }

    /// <summary>Scores of all positions, before rectification.</summary>
    PositionScores Score<T>(LayerView<T> view, ExplainOptions options) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>The outcome of a method.</summary>
/// <param name="Scores">s, N numbers.</param>
/// <param name="Contributions">c (N, K) with s_n = Σ_k c_nk; null if the score is no sum over features.</param>
/// <param name="Completeness">Integrated gradients only.</param>
public sealed record PositionScores(double[] Scores, double[]? Contributions = null, Completeness? Completeness = null)
{
    /// <summary>Scores that are the row sums of contributions (N, K).</summary>
    internal static PositionScores RowSums(double[] contributions, int positions)
    {
        var scores = new double[positions];
        int width = contributions.Length / Math.Max(1, positions);
        for (int n = 0; n < positions; n++)
            foreach (double c in contributions.AsSpan(n * width, width)) scores[n] += c;
        return new(scores, contributions);
    }
}

/// <summary>All methods.</summary>
public static class SaliencyMethods
{
    /// <summary>One of each aggregation.</summary>
    public static IReadOnlyList<ISaliencyMethod> All { get; } =
        [new GradCam(), new GradNorm(), new GradXInput(), new IntegratedGradients(), new AttentionRollout()];

    /// <summary>The method of an aggregation.</summary>
    public static ISaliencyMethod For(Aggregation aggregation) => All.Single(method => method.Aggregation == aggregation);
}
