using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Whether a checkpoint has the head that is needed; if not, what it is and what to do, in one sentence.</summary>
internal static class HeadDemand
{
    /// <summary>Throws unless the checkpoint is a classifier of texts.</summary>
    public static void Classifier(ModelConfig config, Checkpoint checkpoint, string path)
    {
        var kind = Announced(config) ?? HeadKinds.Of(checkpoint);
        if ((Sentence(kind, Classes(config, kind)) ?? OwnMaking(kind, checkpoint)) is { } sentence) throw new InputException($"'{path}' {sentence}.");
    }

    /// <summary>Throws unless the checkpoint has a masked language model's head.</summary>
    public static void LanguageModel(ModelConfig config, Checkpoint checkpoint, string path)
    {
        if (config.Architectures.Select(HeadKinds.OfArchitecture).Any(kind => kind == HeadKind.CausalLanguageModel))
            throw new InputException($"'{path}' is a causal language model ({Listed(config)}), whose rows see only what stands before them; "
                + "a masked language model is needed.");
        var kind = HeadKinds.Of(checkpoint);
        if (kind is HeadKind.LanguageModel or HeadKind.Unknown || checkpoint.Names.Any(name => name.StartsWith("lm_head.", StringComparison.Ordinal))) return;
        string what = kind switch
        {
            HeadKind.SequenceClassifier => "is a classifier; fine-tuning begins from, and layers are decoded by, the language model it came from",
            HeadKind.None => "is a RobertaModel without a language-model head; layers are decoded by that head, and guesses are made by it",
            _ => $"is a model for {Task(kind)}, not a masked language model",
        };
        throw new InputException($"'{path}' {what}.");
    }

    /// <summary>Throws unless the checkpoint has an encoder that was not made a classifier of something.</summary>
    public static void Encoder(ModelConfig config, Checkpoint checkpoint, string path)
    {
        var kind = HeadKinds.Of(checkpoint);
        if (kind is HeadKind.SequenceClassifier or HeadKind.TokenClassifier or HeadKind.QuestionAnswering or HeadKind.MultipleChoice
            && !checkpoint.Names.Any(name => name.StartsWith("lm_head.", StringComparison.Ordinal)))
            LanguageModel(config, checkpoint, path);
        if (OwnMaking(kind, checkpoint) is { } sentence) throw new InputException($"'{path}' {sentence}.");
    }

    // An encoder under a head whose tensors have names of their own: classifier.1.weight of a Sequential, score.weight.
    private static string? OwnMaking(HeadKind kind, Checkpoint checkpoint)
    {
        string[] own = [.. checkpoint.Names.Where(name => !name.StartsWith("roberta.", StringComparison.Ordinal)
            && !name.StartsWith("lm_head.", StringComparison.Ordinal) && !RobertaNames.KnownUnused(name))];
        bool encoder = checkpoint.Names.Any(name => name.StartsWith("roberta.encoder.", StringComparison.Ordinal));
        return kind == HeadKind.Unknown && encoder && own.Length > 0
            ? $"has a head of its own making ({string.Join(", ", own.Take(4).Select(name => name.Quote()))}); expected classifier.dense and classifier.out_proj" : null;
    }

    // What config.json says, where it is another head than weights that fit would be taken for.
    private static HeadKind? Announced(ModelConfig config)
    {
        HeadKind[] kinds = [.. config.Architectures.Select(HeadKinds.OfArchitecture)];
        bool other = kinds.Length > 0 && kinds.All(kind => kind is HeadKind.TokenClassifier or HeadKind.QuestionAnswering
            or HeadKind.MultipleChoice or HeadKind.CausalLanguageModel);
        return other ? kinds[0] : null;
    }

    private static string? Sentence(HeadKind kind, string classes) => kind switch
    {
        HeadKind.SequenceClassifier or HeadKind.Unknown => null,
        HeadKind.None => "is a RobertaModel without a classifier head; fine-tune it first",
        HeadKind.LanguageModel => $"is a masked language model{classes} without a classifier head; fine-tune it first, or name the classifier that was made of it",
        HeadKind.CausalLanguageModel => $"is a causal language model{classes}, whose rows see only what stands before them; a sequence classifier is needed",
        _ => $"is a model for {Task(kind)}{classes}, not a classifier of texts; a sequence classifier (RobertaForSequenceClassification) is needed",
    };

    private static string Task(HeadKind kind) => kind switch
    {
        HeadKind.TokenClassifier => "token classification",
        HeadKind.QuestionAnswering => "question answering",
        HeadKind.MultipleChoice => "multiple choice",
        _ => kind.InWords(),
    };

    private static string Classes(ModelConfig config, HeadKind kind) =>
        config.Architectures.Select(HeadKinds.OfArchitecture).Contains(kind) ? $" ({Listed(config)})" : "";

    private static string Listed(ModelConfig config) => string.Join(", ", config.Architectures.Take(4).Select(name => name.Quote()[1..^1]));
}
