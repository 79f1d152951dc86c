using PureSaliency.Roberta;

namespace PureSaliency.Saliency.Report;

/// <summary>A line of a list: a word, or several that read alike.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Count">How many were merged.</param>
/// <param name="Score">The sum of their scores.</param>
/// <param name="Share">Score / Σ|s| over all that could be listed; null where scores have no common sum.</param>
/// <param name="InText">Whether the word stands in the text.</param>
public sealed record ShareLine(string Name, int Count, double Score, double? Share, bool InText = true);

/// <summary>
/// Scores as shares of a whole, with their signs. Words that read alike are merged by summing, and lines that carry next to nothing are left out.
/// </summary>
public static class Shares
{
    /// <summary>Below it a line says nothing to a reader.</summary>
    public const double Negligible = 0.005;

    /// <summary>The words of a layer by the size of their shares, at most <c>top</c> of the options.</summary>
    public static IReadOnlyList<ShareLine> OfWords(Explanation explanation, LayerExplanation layer)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return Largest(OfAllWords(explanation, layer), explanation.Options.Top);
    }

    /// <summary>Every word of a layer, in the order of the text.</summary>
    public static IEnumerable<ShareLine> OfAllWords(Explanation explanation, LayerExplanation layer)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(layer);
        double whole = Whole(explanation, layer.WordScores);
        return explanation.Words.Zip(layer.WordScores)
            .GroupBy(pair => pair.First.Text, StringComparer.Ordinal)
            .Select(alike => new ShareLine(alike.Key, alike.Count(), alike.Sum(pair => pair.Second), Part(alike.Sum(pair => pair.Second), whole)));
    }

    /// <summary>
    /// The vocabulary entries of a layer that read as words, as shares of what its positions had to give. Entries without a letter or a digit, and special tokens, carry
    /// nothing, and the same word with and without a blank before it is one.
    /// </summary>
    public static IReadOnlyList<ShareLine> OfVocabulary(Explanation explanation, LayerExplanation layer)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(layer);
        // Rows of probabilities hand on what positions give; others have no such whole.
        double whole = explanation.Options is { DecodeScale: DecodeScale.Softmax } and ({ Decode: false } or { Order: DecodeOrder.AggregateThenDecode })
            ? Whole(explanation, layer.PositionScores) : double.NaN;
        var lines = layer.Vocabulary.Where(entry => entry.Text.Any(char.IsLetterOrDigit) && entry.Piece is not ['<', .., '>'])
            .GroupBy(entry => entry.Text.Trim(), StringComparer.OrdinalIgnoreCase)
            .Select(alike => new ShareLine(alike.First().Text.Trim(), 1, alike.Sum(entry => entry.Score), Part(alike.Sum(entry => entry.Score), whole),
                alike.Any(entry => HeatMap.InText(explanation, entry))));
        return Largest(lines, explanation.Options.Top);
    }

    // Of a number nothing is read in per cent: it has no probability beside which a share could stand.
    private static double Whole(Explanation explanation, IReadOnlyList<double> scores) =>
        explanation.Outputs == OutputKind.Value ? double.NaN : scores.Sum(Math.Abs);

    private static double? Part(double score, double whole) => double.IsNaN(whole) ? null : whole > 0 ? score / whole : 0;

    private static ShareLine[] Largest(IEnumerable<ShareLine> lines, int top)
    {
        ShareLine[] sorted = [.. lines.Where(line => line.Score != 0).OrderByDescending(line => Math.Abs(line.Score)).Take(top)];
        int kept = sorted.TakeWhile((line, i) => i == 0 || line.Share is not { } share || Math.Abs(share) >= Negligible).Count();
        return sorted[..kept];
    }
}
