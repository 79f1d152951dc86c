using System.Numerics;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>What changes when tokens are replaced.</summary>
internal static class PerturbationEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly ExplainOptions Game = MethodCase<T>.Plain(Shapley.Name);

    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["occlusion.mask"] = Occluded(Replacement.Mask),
        ["occlusion.pad"] = Occluded(Replacement.Pad),
        ["occlusion.delete"] = Occluded(Replacement.Delete),
        ["leave_one_out.probability"] = (text, _) => text.Ask(
            probe => new LeaveOneOut().Score(probe, new()), ExplainedValue.Probability).Scores,
        ["shapley"] = (text, _) => text.Ask(probe => new Shapley().Score(probe, Game)).Scores,
        ["shapley.coalitions"] = (text, _) => text.Ask(Shapley.ValuesOf),
        ["kernel_shap.all"] = (text, _) => text.Ask(probe => new KernelShap().Score(
            probe, new ExplainOptions().With(Sampling.Samples, 1 << probe.Inner.Count))).Scores,
        ["kernel_shap.given"] = (text, _) => text.Ask(probe => Coalitions.Scores(
            probe, KernelShap.Of(probe, text.GivenSets("kernel_shap.present", probe.Inner.Count), _ => 1))).Scores,
        ["lime"] = (text, _) => Fitted(text, (probe, fit) => Coalitions.Scores(probe, fit.Weights).Scores),
        ["lime.intercept"] = (text, _) => Fitted(text, (_, fit) => [fit.Intercept]),
    };

    private static EntryFormula<T> Occluded(Replacement replacement) => (text, entry) =>
        entry.Rest is [var name] && int.TryParse(name, out int width) && width > 0
            ? text.Ask(probe => new Occlusion().Score(
                probe, new ExplainOptions().With(Occlusion.Window, width).With(Occlusion.Replacement, replacement))).Scores : null;

    private static double[] Fitted(MethodCase<T> text, Func<ITextProbe, (double Intercept, double[] Weights), double[]> read) => text.Ask(probe =>
    {
        bool[][] present = text.GivenSets("lime.present", probe.Inner.Count);
        return read(probe, Lime.Fit(present, probe.Values(present.Select(row => Coalitions.Of(probe, j => row[j])), present.Length)));
    });
}
