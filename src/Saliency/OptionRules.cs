using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>Makes options definite for a model, or says in a sentence why they do not fit it.</summary>
internal static class OptionRules
{
    /// <summary>Throws unless the options make sense together and fit the model.</summary>
    public static void Check(ExplainOptions options, IEngine engine, string model, string? noHead)
    {
        if (options.Decode && engine.HeadVocabulary is null)
            throw new InputException(
                $"'{model}' has no language-model head beside it to decode with ({noHead?.TrimEnd('.')}); "
                + "name its language model, or choose a plain method.");
        int most = engine.HeadVocabulary ?? int.MaxValue;
        if (options.Decode && (options.Tau < 1 || options.Tau > most))
            throw new InputException($"tau is {options.Tau}, expected 1 to {most}, the size of the vocabulary.");
        if (options.Steps < 1) throw new InputException($"steps is {options.Steps}, expected 1 or more.");
        if (options.Top < 0) throw new InputException($"top is {options.Top}, expected 0 or more.");
        if (options.Decode && options.Order == DecodeOrder.WeighThenDecode
            && !SaliencyMethods.For(options.Aggregation).IsSumOverFeatures)
            throw new InputException(
                "The order weigh-then-decode needs a score that is a sum over features: "
                + "grad-cam, grad-x-input or integrated-gradients.");
    }

    /// <summary>The layer that a choice means; for all layers, the one that <c>auto</c> would take.</summary>
    public static int Chosen(LayerChoice choice, int depth, ModelSettings settings, string model)
    {
        if (choice.Index >= 0)
            return choice.Index <= depth
                ? choice.Index
                : throw new InputException($"layer is {choice.Index}, expected 0 to {depth} ('{model}' has {depth} blocks).");
        int chosen = settings.Layer ?? (int)Math.Round(depth * 7 / 12.0, MidpointRounding.AwayFromZero);
        return chosen >= 0 && chosen <= depth
            ? chosen
            : throw new InputException($"puresaliency.json of '{model}' names layer {chosen}, expected 0 to {depth}.");
    }

    /// <summary>The class of a label or index; null stands for the predicted one.</summary>
    public static int? Target(string? target, IReadOnlyList<string> labels, string model)
    {
        if (target is null) return null;
        for (int i = 0; i < labels.Count; i++)
            if (labels[i] == target) return i;
        for (int i = 0; i < labels.Count; i++)
            if (string.Equals(labels[i], target, StringComparison.OrdinalIgnoreCase)) return i;
        if (int.TryParse(target, out int index) && (uint)index < (uint)labels.Count) return index;
        throw new InputException(
            $"'{model}' has no class '{target}', expected {string.Join(", ", labels)} or an index 0 to {labels.Count - 1}.");
    }
}
