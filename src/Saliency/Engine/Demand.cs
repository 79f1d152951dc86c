using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Engine;

/// <summary>What of a pass must stay, and where gradients are taken, for what methods read.</summary>
internal static class Demand
{
    /// <summary>What stays. Whatever follows the attention or the states through the depth needs all blocks below.</summary>
    public static Kept Kept(ModelConfig config, int[] layers, Needs needs) => new(
        (needs & ~Needs.Gradient) != 0 ? 0 : layers.Min(), HeadRowsOnly: !layers.Contains(config.Layers),
        NoAttention: !needs.HasFlag(Needs.Attention));

    /// <summary>Where gradients are taken.</summary>
    public static IEnumerable<Var> Wanted(EncoderStates states, int[] layers, Needs needs)
    {
        var found = needs.HasFlag(Needs.Gradient) ? layers.Select(states.At) : [];
        if (needs.HasFlag(Needs.StateGradients)) found = found.Concat(states.Hidden.Take(layers.Max() + 1));
        if (needs.HasFlag(Needs.AttentionGradient)) found = found.Concat(states.Attention.Take(layers.Max()));
        return found.Distinct();
    }
}
