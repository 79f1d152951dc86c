using System.Numerics;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>What needs the language-model head: decoded Grad-CAM, and how well layers decode.</summary>
internal static class DecodingEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["decoded"] = Scores((_, options) => options),
        ["decoded.tau_1"] = Scores((_, options) => options with { Tau = 1 }),
        ["decoded.tau_all"] = Scores((text, options) => options with { Tau = text.Config.Vocabulary }),
        ["decoded.l2"] = Scores((_, options) => options with { DecodeScale = DecodeScale.L2 }),
        ["decoded.logits"] = Scores((_, options) => options with { DecodeScale = DecodeScale.Logits }),
        ["decoded.input"] = Scores((_, options) => options with { Vocabulary = VocabularyScope.Input }),
        ["decoded.split"] = Scores((_, options) => options with { Duplicates = Duplicates.Split }),
        ["decoded.rectify_none"] = Scores((_, options) => options with { Rectify = Rectify.None }),
        ["decoded.weigh_first"] = Scores((_, options) => options with { Order = DecodeOrder.WeighThenDecode }),
        ["decoded.vocabulary"] = (text, entry) => entry.Rest is [var layer] ? text.At(Default(text), layer)?.Vocabulary!.Values.ToArray() : null,
        ["coherence.copy.1"] = Coherence(1, layer => layer.Copy),
        ["coherence.copy.10"] = Coherence(10, layer => layer.Copy),
        ["coherence.mass"] = Coherence(1, layer => layer.Mass),
        ["coherence.nll"] = Coherence(1, layer => layer.Nll),
        ["coherence.copy.1.inner"] = Inner(1, (row, id) => row.Ids.Contains(id) ? 1 : 0),
        ["coherence.copy.10.inner"] = Inner(10, (row, id) => row.Ids.Contains(id) ? 1 : 0),
        ["coherence.mass.inner"] = Inner(1, (row, _) => row.InputMass),
        ["coherence.nll.inner"] = Inner(1, (row, _) => -row.OwnLogProbability),
    };

    private static ExplainOptions Default(MethodCase<T> text) => ExplainOptions.Paper with { Tau = text.Manifest.Tau };

    private static EntryFormula<T> Scores(Func<MethodCase<T>, ExplainOptions, ExplainOptions> change) =>
        (text, entry) => entry.Rest is [var layer] ? text.At(change(text, Default(text)), layer)?.TokenScores : null;

    private static EntryFormula<T> Coherence(int tau, Func<LayerCoherence, double> read) =>
        (text, _) => [.. text.Explained(Default(text) with { Tau = tau }).Layers.Select(layer => read(layer.Coherence!))];

    private static EntryFormula<T> Inner(int tau, Func<DecodedRow, int, double> read) => (text, _) =>
    {
        int[] inner = text.Ask(probe => probe.Inner.ToArray());
        return [.. text.Decoded(Default(text) with { Tau = tau }).Select(rows => inner.Average(n => read(rows[n], text.Ids[n])))];
    };
}
