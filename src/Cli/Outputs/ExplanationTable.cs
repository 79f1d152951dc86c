using PureSaliency.Saliency;

namespace PureSaliency.Cli.Outputs;

/// <summary>A row per explanation: class and numbers, the words with the highest scores.</summary>
internal sealed class ExplanationTable(Sink sink, IReadOnlyList<string> keep) : CsvTable<Explanation>(sink, keep, Columns)
{
    public static IReadOnlyList<string> Columns { get; } = ["class", "probability", "logit", "target", "words", "scores"];

    protected override string TextOf(Explanation result) => result.Text;

    protected override IEnumerable<string?> Fields(Explanation result)
    {
        // A word has no blank in it: the tokenizer parts words there.
        var top = result.TopWords().Where(word => word.Score > 0).Take(result.Options.Top).ToArray();
        var (prediction, target) = (result.Prediction, result.Target);
        return [string.Join("; ", result.Answer().Select(c => c.Label)), Number(prediction.Probability), Number(prediction.Logit), target.Label,
            string.Join(' ', top.Select(word => word.Word)), string.Join(' ', top.Select(word => Number(word.Score)))];
    }
}
