namespace PureSaliency.Roberta.Training;

/// <summary>How much of texts is not read because they are longer than a model or a user allows.</summary>
/// <param name="Limit">Most tokens of a text.</param>
/// <param name="Cut">Texts that are longer.</param>
/// <param name="Texts">Texts in all.</param>
/// <param name="Lost">Tokens behind the cuts.</param>
/// <param name="Tokens">Tokens of all texts before they are cut.</param>
public readonly record struct CutTexts(int Limit, int Cut, int Texts, long Lost, long Tokens)
{
    /// <summary>A sentence for the user; null if nothing was cut.</summary>
    public string? Sentence(string purpose) => Cut == 0 ? null : FormattableString.Invariant(
        $"{Cut:#,0} of {DataClasses.Counted(Texts, "text", "texts")} {purpose} {(Cut == 1 ? "has" : "have")} more than {Limit} tokens; what follows is not read, {Share} of all tokens.");

    private string Share => 1000 * Lost < Tokens ? "less than 0.1 %" : FormattableString.Invariant($"{100.0 * Lost / Tokens:0.#} %");
}
