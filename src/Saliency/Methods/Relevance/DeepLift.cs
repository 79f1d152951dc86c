using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = Σ_k m_nk (h − b)_nk, m the multipliers between the layer's hidden state h and a baseline b: DeepLIFT with the rescale rule (Shrikumar et al.
/// 2017). Complete: Σ_n s_n = f(h) − f(b). <see cref="DeepLiftRules{T}"/> has the rules; those that are no derivative run on the host.
/// </summary>
public sealed class DeepLift : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "deep-lift";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Σ_k m_nk (h − b)_nk, m the multipliers of the rescale rule", Needs.None, "3 F, 2 B (rules on the host)", "Shrikumar et al. 2017")
    {
        IsSumOverFeatures = true,
        IsOfLogit = true,
        HasRulesOnHost = true,
        Options = [IntegratedGradients.Baseline],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        T[] baseline = probe.BaselineOf(options.Get(IntegratedGradients.Baseline));
        return Mean(probe, 1, (_, point) => baseline.CopyTo(point));
    }

    /// <summary>The mean over several baselines, whose completeness is that of the mean.</summary>
    /// <param name="probe">The model above a layer, and one text's hidden state there.</param>
    /// <param name="count">How many baselines.</param>
    /// <param name="baseline">Makes each (N, K).</param>
    internal static PositionScores Mean<T>(IPathProbe<T> probe, int count, PointWriter<T> baseline)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] hidden = probe.Hidden.ToArray(), reference = new T[hidden.Length];                          // (N, K)
        var contributions = new double[hidden.Length];
        probe.Propagate(2 * count, 2, points => new DeepLiftRules<T>(points), Write, (index, multipliers) =>
        {
            // What comes back is the same to a point and its reference.
            if (index % 2 == 1) return;
            baseline(index / 2, reference);
            for (int i = 0; i < contributions.Length; i++)
                contributions[i] += double.CreateTruncating(multipliers[i])
                    * (double.CreateTruncating(hidden[i]) - double.CreateTruncating(reference[i])) / count;
        });
        double[] values = probe.Values(count + 1, (index, point) => Write(2 * index + (index < count ? 1 : 0), point));
        var scores = PositionScores.RowSums(contributions, probe.Hidden.Shape[0]);
        return scores with { Completeness = new Completeness(scores.Scores.Sum(), values[count] - values[..count].Average()) };

        void Write(int index, Span<T> point)
        {
            if (index % 2 == 0) hidden.CopyTo(point);
            else baseline(index / 2, point);
        }
    }
}
