using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Makes options definite for a model, or says in a sentence why they do not fit it.</summary>
internal static class OptionRules
{
    /// <summary>Throws unless the options make sense together and fit the model.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="engine">The model.</param>
    /// <param name="model">Its name.</param>
    /// <param name="missing">Why there is no head, where there is none.</param>
    public static void Check(ExplainOptions options, IEngine engine, string model, string? missing)
    {
        var method = SaliencyMethods.Find(options.Method)?.Info ?? throw new InputException(
            $"There is no method '{options.Method}', expected {OneOf(SaliencyMethods.All.Select(other => other.Info.Name))}.");
        if (options.Decode && engine.HeadVocabulary is null) throw new NoLanguageModelException(model, missing ?? "none was named");
        if (engine.Outputs == OutputKind.Value && options.Value != ExplainedValue.Logit)
            throw new InputException(
                $"The explained value {SwitchNames.Of(options.Value)} does not exist: '{model}' gives a number and no probabilities "
                + "(problem_type regression); expected logit, the number itself.");
        if (method.IsOfLogit && options.Value != ExplainedValue.Logit)
            throw new InputException(
                $"The explained value is {SwitchNames.Of(options.Value)}, expected logit: {method.Name} has rules from a logit down, and none above it; "
                + "grad-x-input and others explain it.");
        int most = engine.HeadVocabulary ?? int.MaxValue;
        if (options.ReadsHead && (options.Tau < 1 || options.Tau > most))
            throw new InputException($"tau is {options.Tau}, expected 1 to {most}, the size of the vocabulary.");
        foreach (var option in ExplainOption.All.Where(option => option.Scope == OptionScope.Method)) option.Check(options);
        if (options.LayersMixed is not (1 or 3)) throw new InputException($"layers-mixed is {options.LayersMixed}, expected 1 or 3.");
        if (options.Value == ExplainedValue.Margin && (engine.Outputs != OutputKind.ExclusiveClasses || engine.Labels.Count < 2))
            throw new InputException(
                $"The explained value margin is a logit minus the largest other one: '{model}' has no classes that exclude each other; expected logit.");
        if (options.Top < 0) throw new InputException($"top is {options.Top}, expected 0 or more.");
        if (options.Decode && options.Order == DecodeOrder.WeighThenDecode
            && !method.IsSumOverFeatures)
            throw new InputException(
                "The order weigh-then-decode needs a score that is a sum over features: " + OneOf(SaliencyMethods.All
                    .Where(other => other.Info.IsSumOverFeatures).Select(other => other.Info.Name)) + ".");
    }

    private static string OneOf(IEnumerable<string> names) => names.ToArray() is [.. var first, var last] ? $"{string.Join(", ", first)} or {last}" : "";

    /// <summary>The layer that a choice means; for all layers, the one that <c>auto</c> would take.</summary>
    public static int Chosen(ExplainOptions options, int depth, ModelSettings settings, string model)
    {
        var choice = options.Layer;
        if (choice.Index >= 0)
            return choice.Index <= depth
                ? choice.Index
                : throw new InputException($"layer is {choice.Index}, expected 0 to {depth} ('{model}' has {depth} blocks).");
        var named = Named(options, settings);
        int chosen = named?.Layer ?? settings.Layer ?? (int)Math.Round(depth * 7 / 12.0, MidpointRounding.AwayFromZero);
        // Attention is followed through all blocks; at layer 0 there would be none. A layer to be decoded is one that can be read.
        var method = SaliencyMethods.For(options.Method).Info;
        if (method.IsAboutText && !options.Decode) return 0;
        return chosen >= 0 && chosen <= depth
            ? method.IsAboutDepth && named is null && (!options.Decode || chosen == 0) ? depth : chosen
            : throw new InputException($"puresaliency.json of '{model}' names layer {chosen}, expected 0 to {depth}.");
    }

    /// <summary>The layer that was chosen for the method beside the model, and why; null where none was.</summary>
    public static ChosenLayer? Named(ExplainOptions options, ModelSettings settings) => settings.Layers.GetValueOrDefault(SwitchNames.Method(options));

    /// <summary>The output of a label or index; null stands for the one the model answers with.</summary>
    public static int? Target(string? target, IReadOnlyList<string> labels, string model) =>
        target is null ? null : new ClassNames(labels).Find(target, model);
}
