using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Engine;

/// <summary>What the reader of an explanation should know, above all why a map shows nothing.</summary>
internal sealed class ExplanationNotes(Explanation explanation, Windows windows, SequenceOutcome[] outcomes, bool onCard)
{
    // A confident model is saturated: more of what made it so would not make it more so, and first-order scores turn negative.
    private const double Most = 0.8, Confident = 0.9;

    private readonly ExplainOptions options = explanation.Options;

    /// <summary>The sentences, in reading order.</summary>
    public IEnumerable<string> All()
    {
        if (windows.Count > 1) yield return windows.Sentence("explained", "a token in several has the mean of its scores, logits are means over windows");
        if (explanation is { Outputs: OutputKind.Value, Classes.Count: > 1, Options.Target: null })
            yield return $"The model gives {explanation.Classes.Count} numbers, and none of them is its answer: the first is explained; a target names another.";
        if (options.Top == 0) yield return "top is 0: neither words nor vocabulary entries are listed.";
        if (explanation.Words.Count == 0)
        {
            yield return "The text has no words, only marks of the tokenizer or white space: there is nothing to give scores to.";
            yield break;
        }
        foreach (var reason in explanation.Layers.Where(IsEmpty).GroupBy(ReasonOf))
            yield return $"At {Named([.. reason.Select(layer => layer.Layer)])} no word has a score: {reason.Key}";
        if (onCard && SaliencyMethods.For(options.Method).Info.HasRulesOnHost)
            yield return $"The rules of {options.Method} that are no derivatives were computed on the host, beside the card.";
        if (Rectified() is { } rectified) yield return rectified;
    }

    private static bool IsEmpty(LayerExplanation layer) => layer.WordScores.All(score => score == 0);

    private static string Named(int[] layers) =>
        layers.Length == 1 ? $"layer {layers[0]}" : $"layers {string.Join(", ", layers[..^1])} and {layers[^1]}";

    private string ReasonOf(LayerExplanation layer)
    {
        var method = SaliencyMethods.For(options.Method).Info;
        if (method.IsAboutDepth && layer.Layer == 0)
            return $"{method.Name} follows the attention of the blocks below a layer, and below layer 0 there is none; take a higher layer.";
        return SilenceAt(layer.Layer) switch
        {
            Silence.NoScore when method.IsAboutText => $"taking words away does not change the {Value}. {Unmoved()}",
            Silence.Cut => $"all position scores of its words are negative and were set to zero (rectify relu). {Against()}",
            // What follows all blocks shows words at the last layer, too.
            Silence.AddedAlone when !method.IsAboutDepth && layer.Layer == explanation.Model.Layers =>
                "it is the last, where the classifier reads <s> alone, so that the words have no gradient; take a lower layer.",
            Silence.AddedAlone when !method.IsAboutDepth => "the explained value depends on the added tokens alone from there; take a lower layer.",
            Silence.NoGradient => $"the gradient of the {Value} is exactly 0. {Unmoved()}",
            Silence.None when options.Decode => "the rows of this layer do not decode to the text's own tokens, none of which is among the "
                + $"{options.Tau} {(options.Tau == 1 ? "entry" : "entries")} kept for each (tau); a larger tau, the vocabulary of the input, a lower layer "
                + $"or the plain {options.Method} gives them scores.",
            _ => "the method gives exactly 0 to each; take another layer or another method.",
        };
    }

    // A window that is silent for a reason speaks for the others: had one a score, the layer would not be empty.
    private Silence SilenceAt(int layer) =>
        outcomes.Select(outcome => outcome.Layers.First(l => l.Layer == layer).Silence).FirstOrDefault(silence => silence != Silence.None);

    private string Value => explanation.Outputs == OutputKind.Value ? "number" : SwitchNames.Of(options.Value);

    private string Unmoved() => options.Value != ExplainedValue.Logit && explanation.Target.Probability is { } p
        ? $"At a probability of {Percent(p)} it does not move any more in {explanation.Model.Computed}; explain the logit."
        : "Whatever the words are, the model gives the same: its classifier reads nothing of them.";

    private string? Rectified()
    {
        var chosen = explanation.Chosen();
        double negative = outcomes.Average(outcome => outcome.Layers.First(layer => layer.Layer == chosen.Layer).NegativeShare);
        return options.Rectify != Rectify.Relu || negative <= Most || (IsEmpty(chosen) && SilenceAt(chosen.Layer) == Silence.Cut) ? null
            : $"At layer {chosen.Layer}, {(explanation.Outputs == OutputKind.Value ? "most" : $"{negative:0 %}")} of the weight of the text's position scores is negative and was set to zero (rectify relu). {Against()}";
    }

    private string Against() => explanation.Outputs == OutputKind.Value
        ? "It speaks for a lower number; rectify none keeps the sign."
        : explanation.Target.Probability is > Confident and var probability
            ? $"At a probability of {Percent(probability)} the gradient may be saturated: integrated-gradients looks past that, rectify none keeps the sign."
            : $"It speaks against the {(explanation.Outputs == OutputKind.ExclusiveClasses ? "class" : "label")} that is explained; rectify none keeps the sign.";

    private static string Percent(double? probability) => $"{probability:0.0 %}";
}
