using System.Numerics;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>Attention through the blocks, all of them where an entry names none.</summary>
internal static class AttentionEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["rollout"] = AtTheTop(MethodCase<T>.Plain(AttentionRollout.Name)),
        ["gradient_rollout"] = AtTheTop(MethodCase<T>.Plain(GradientRollout.Name)),
        ["grad_sam.received"] = AtTheTop(MethodCase<T>.Plain(GradSam.Name)),
        ["grad_sam.given"] = AtTheTop(MethodCase<T>.Plain(GradSam.Name).With(GradSam.Side, AttentionSide.Given)),
        ["attcat"] = AtTheTop(MethodCase<T>.Plain(AttCat.Name)),
        ["value_zeroing"] = OfBlock(ZeroingMap.Block),
        ["value_zeroing.last"] = OfBlock(ZeroingMap.Last),
        ["value_zeroing.rollout"] = AtTheTop(Zeroing(ZeroingMap.Rollout)),
        ["value_zeroing.distance"] = (text, entry) => entry.Rest is [var name] && text.LayerOf(name, beyond: 1) is { } block
            ? text.AskStates(view => ValueZeroing.Distances(view, block)) : null,
    };

    private static EntryFormula<T> AtTheTop(ExplainOptions options) => (text, _) => text.Explained(options).Layers[^1].Positions;

    // A block is the last one below the layer after it.
    private static EntryFormula<T> OfBlock(ZeroingMap map) => (text, entry) => entry.Rest is [var name]
        && text.LayerOf(name, beyond: 1) is { } block ? text.Explained(Zeroing(map)).Layers[block + 1].Positions : null;

    private static ExplainOptions Zeroing(ZeroingMap map) => MethodCase<T>.Plain(ValueZeroing.Name).With(ValueZeroing.Map, map);
}
