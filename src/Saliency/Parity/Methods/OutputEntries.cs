using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>What the model itself says.</summary>
internal static class OutputEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Dictionary<string, EntryFormula<T>> All { get; } = new()
    {
        ["logits"] = (text, _) => Logits(text),
        ["probabilities"] = (text, _) => text.Outputs.Probabilities(Logits(text)),
        ["class"] = (text, _) => [text.Outputs.Predicted(Logits(text))],
    };

    private static double[] Logits(MethodCase<T> text) => text.Explained(MethodCase<T>.Plain(GradCam.Name)).Logits;
}
