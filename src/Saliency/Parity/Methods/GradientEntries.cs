using System.Numerics;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>Gradients at a layer.</summary>
internal static class GradientEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["gradient.l2"] = AtLayer(MethodCase<T>.Plain(GradNorm.Name)),
        ["gradient.l1"] = AtLayer(MethodCase<T>.Plain(GradNorm.Name).With(GradNorm.Norm, Norm.L1)),
        ["gradient_x_input"] = AtLayer(MethodCase<T>.Plain(GradXInput.Name)),
        ["gradcam.raw"] = AtLayer(MethodCase<T>.Plain(GradCam.Name)),
        ["gradcam.relu"] = AtLayer(MethodCase<T>.Plain(GradCam.Name) with { Rectify = Rectify.Relu }),
        ["hotflip.mask"] = (text, _) => text.At(MethodCase<T>.Plain(HotFlip.Name), "0")!.Positions,
    };

    private static EntryFormula<T> AtLayer(ExplainOptions options) =>
        (text, entry) => entry.Rest is [var layer] ? text.At(options, layer)?.Positions : null;
}
