using System.Numerics;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>Gradients at points near a hidden state, and on the way to it.</summary>
internal static class PathEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string NoisePoints = "smoothgrad.noise";

    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["integrated_gradients"] = Integrated,
        ["smoothgrad.l2"] = Smooth(GradientReading.L2),
        ["smoothgrad.l1"] = Smooth(GradientReading.L1),
        ["smoothgrad.x_input"] = Smooth(GradientReading.XInput),
        ["smoothgrad_squared.sum"] = Squared(SquareReading.Sum),
        ["smoothgrad_squared.root"] = Squared(SquareReading.Root),
        ["gradient_shap"] = (text, _) => text.AskPath(0, probe => GradientShap.Of(
            probe, text.Given("gradient_shap.alphas"), text.GivenPoints("gradient_shap.baselines"))).Scores,
    };

    /// <summary>The baseline of a name; null if there is none.</summary>
    public static Baseline? BaselineOf(string name) => name switch
    {
        "zero" => Baseline.Zero,
        "pad" => Baseline.Pad,
        "mask" => Baseline.Mask,
        _ => null,
    };

    // BASE.l, BASE.l.difference or BASE.l.gap.
    private static double[]? Integrated(MethodCase<T> text, MethodEntry entry)
    {
        if (entry.Rest is not [var from, var layer, .. var more] || BaselineOf(from) is not { } baseline) return null;
        var options = MethodCase<T>.Plain(IntegratedGradients.Name)
            .With(IntegratedGradients.Baseline, baseline).With(IntegratedGradients.Steps, text.Manifest.Steps);
        return text.At(options, layer) is not { } found ? null : more switch
        {
            [] => found.Positions,
            ["difference"] => [found.Completeness!.Difference],
            ["gap"] => [found.Completeness!.Sum - found.Completeness.Difference],
            _ => null,
        };
    }

    private static EntryFormula<T> Smooth(GradientReading reading) => (text, _) => text.AskPath(0, probe =>
        SmoothGrad.Of(probe, Samples(text, probe), text.GivenPoints(NoisePoints), reading)).Scores;

    private static EntryFormula<T> Squared(SquareReading reading) => (text, _) => text.AskPath(0, probe =>
        SmoothGradSquared.Of(probe, Samples(text, probe), text.GivenPoints(NoisePoints), reading)).Scores;

    private static int Samples(MethodCase<T> text, IPathProbe<T> probe) => text.Given(NoisePoints).Length / probe.Hidden.Count;
}
