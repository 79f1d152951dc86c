using System.Numerics;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>Relevance and contributions handed back by rules.</summary>
internal static class RelevanceEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["deeplift"] = (text, entry) => entry.Rest is [var from] && PathEntries<T>.BaselineOf(from) is { } baseline
            ? text.At(MethodCase<T>.Plain(DeepLift.Name).With(IntegratedGradients.Baseline, baseline), "0")!.Positions : null,
        ["lrp"] = (text, entry) => entry.Rest is [var layer] ? text.At(MethodCase<T>.Plain(Lrp.Name), layer)?.Positions : null,
        ["lrp.account"] = (text, _) =>
        {
            var (scores, rules, value) = text.AskPath(0, Lrp.Of);
            return [value, scores.Scores.Sum(), rules.Biases, rules.Softmax];
        },
    };
}
