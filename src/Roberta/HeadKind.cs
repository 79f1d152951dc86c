namespace PureSaliency.Roberta;

/// <summary>What stands on a checkpoint's encoder.</summary>
public enum HeadKind
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,
    /// <summary>Nothing at all: RobertaModel.</summary>
    None,
    /// <summary>A class of the text.</summary>
    SequenceClassifier,
    /// <summary>A guess of masked tokens.</summary>
    LanguageModel,
    /// <summary>A class of each token.</summary>
    TokenClassifier,
    /// <summary>Where an answer begins and ends.</summary>
    QuestionAnswering,
    /// <summary>One of several texts.</summary>
    MultipleChoice,
    /// <summary>A guess of the next token.</summary>
    CausalLanguageModel,
}

/// <summary>Names of heads.</summary>
public static class HeadKinds
{
    private static readonly string[] Families = ["Roberta", "XLMRoberta", "Camembert"];

    /// <summary>The kind in words.</summary>
    public static string InWords(this HeadKind kind) => kind switch
    {
        HeadKind.None => "none, a bare encoder",
        HeadKind.SequenceClassifier => "sequence classifier",
        HeadKind.LanguageModel => "masked language model",
        HeadKind.TokenClassifier => "token classifier",
        HeadKind.QuestionAnswering => "question answering",
        HeadKind.MultipleChoice => "multiple choice",
        HeadKind.CausalLanguageModel => "causal language model",
        _ => "unknown",
    };

    /// <summary>The kind that a class of the reference implementation has, such as RobertaForMaskedLM; also of its other frameworks.</summary>
    public static HeadKind OfArchitecture(string name)
    {
        foreach (string framework in (string[])["TF", "Flax", ""])
            foreach (string family in Families)
                if (name.StartsWith(framework + family, StringComparison.Ordinal)) return OfEnding(name[(framework.Length + family.Length)..]);
        return HeadKind.Unknown;
    }

    private static HeadKind OfEnding(string ending) => ending switch
    {
        "Model" => HeadKind.None,
        "ForSequenceClassification" => HeadKind.SequenceClassifier,
        "ForMaskedLM" => HeadKind.LanguageModel,
        "ForTokenClassification" => HeadKind.TokenClassifier,
        "ForQuestionAnswering" => HeadKind.QuestionAnswering,
        "ForMultipleChoice" => HeadKind.MultipleChoice,
        "ForCausalLM" => HeadKind.CausalLanguageModel,
        _ => HeadKind.Unknown,
    };

    /// <summary>The kind that the names of tensors tell.</summary>
    internal static HeadKind Of(Checkpoint checkpoint)
    {
        bool Has(string start) => checkpoint.Names.Any(name => name.StartsWith(start, StringComparison.Ordinal));
        if (Has("classifier.out_proj.") || Has("classifier.dense.")) return HeadKind.SequenceClassifier;
        if (Has("lm_head.")) return HeadKind.LanguageModel;
        if (Has("qa_outputs.")) return HeadKind.QuestionAnswering;
        if (checkpoint.TryGet("classifier.weight", out _, out var entry))
            return entry.Shape is [1, ..] && Has("roberta.pooler.") ? HeadKind.MultipleChoice : HeadKind.TokenClassifier;
        bool bare = Has("roberta.encoder.") && checkpoint.Names.All(name => name.StartsWith("roberta.", StringComparison.Ordinal));
        return bare ? HeadKind.None : HeadKind.Unknown;
    }
}
