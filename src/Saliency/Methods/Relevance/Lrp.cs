using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = Σ_k h_nk D_nk, the relevance of the layer's hidden state: layer-wise relevance propagation with the attention rules of AttnLRP (Achtibat
/// et al. 2024), started with R = f at the explained logit. It is conserved but for what biases keep and the softmax rule loses:
/// f = Σ_n s_n + biases + softmax, which its completeness says. <see cref="LrpRules{T}"/> has the rules; those that are no derivative run on the
/// host.
/// </summary>
public sealed class Lrp : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "lrp";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Σ_k h_nk D_nk, relevance handed back by the rules of AttnLRP", Needs.None, "2 F, 1 B (rules on the host)", "Achtibat et al. 2024")
    {
        IsSumOverFeatures = true,
        IsOfLogit = true,
        HasRulesOnHost = true,
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probe);
        var (scores, rules, value) = Of(probe);
        return scores with { Completeness = new Completeness(scores.Scores.Sum() + rules.Biases + rules.Softmax, value) };
    }

    /// <summary>Relevance at the layer, the rules with what they kept, and f.</summary>
    internal static (PositionScores Scores, LrpRules<T> Rules, double Value) Of<T>(IPathProbe<T> probe)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] hidden = probe.Hidden.ToArray();                                                            // (N, K)
        var rules = new LrpRules<T>();
        var relevance = new double[hidden.Length];
        probe.Propagate(1, 1, _ => rules, (_, point) => hidden.CopyTo(point), (_, d) =>
        {
            for (int i = 0; i < relevance.Length; i++) relevance[i] = double.CreateTruncating(hidden[i]) * double.CreateTruncating(d[i]);
        });
        double value = probe.Values(1, (_, point) => hidden.CopyTo(point))[0];
        return (PositionScores.RowSums(relevance, probe.Hidden.Shape[0]), rules, value);
    }
}
