using PureSaliency.Saliency;

namespace PureSaliency.Cli.Outputs;

/// <summary>A row per explanation: class and numbers, the words with the highest scores.</summary>
internal sealed class ExplanationTable(Sink sink, IReadOnlyList<string> keep) : CsvTable<Explanation>(sink, keep, Columns)
{
    private const string Words = "words", Scores = "scores";

    /// <summary>What the classifier answers.</summary>
    public static IReadOnlyList<string> ClassColumns { get; } = ["class", "probability", "logit", "target"];

    public static IReadOnlyList<string> Columns { get; } = [.. ClassColumns, Words, Scores];

    /// <summary>The columns of a method, where there are several.</summary>
    public static IEnumerable<string> WordColumns(string method) => [$"{Words}.{method}", $"{Scores}.{method}"];

    public static IEnumerable<string?> ClassFields(Explanation result) =>
        [string.Join("; ", result.Answer().Select(c => c.Label)), Number(result.Prediction.Probability), Number(result.Prediction.Logit), result.Target.Label];

    public static IEnumerable<string?> WordFields(Explanation result)
    {
        // A word has no blank in it: the tokenizer parts words there.
        var top = result.TopWords().Where(word => word.Score > 0).Take(result.Options.Top).ToArray();
        return [string.Join(' ', top.Select(word => word.Word)), string.Join(' ', top.Select(word => Number(word.Score)))];
    }

    protected override string TextOf(Explanation result) => result.Text;

    protected override IEnumerable<string?> Fields(Explanation result) => [.. ClassFields(result), .. WordFields(result)];
}
