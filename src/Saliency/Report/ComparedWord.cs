namespace PureSaliency.Saliency.Report;

/// <summary>A word of a text, or several that read alike, with a share by each of several methods.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Count">How many were merged.</param>
/// <param name="Lines">Its score and share by each method, at the layer that the method chose.</param>
/// <param name="Sizes">|score| / Σ|s| by each, also where a share is not told, as of a number.</param>
public sealed record ComparedWord(string Name, int Count, IReadOnlyList<ShareLine> Lines, IReadOnlyList<double> Sizes)
{
    /// <summary>
    /// The words of a comparison by the mean size of their shares, at most <c>top</c> of the options; those whose share is next to nothing by every
    /// method are left out.
    /// </summary>
    public static IReadOnlyList<ComparedWord> Of(MethodComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ShareLine[][] methods = [.. comparison.Explanations.Select(explanation => Shares.OfAllWords(explanation, explanation.Chosen()).ToArray())];
        double[] wholes = [.. comparison.Explanations.Select(explanation => explanation.Chosen().WordScores.Sum(Math.Abs))];
        return [.. Enumerable.Range(0, methods[0].Length)
            .Select(i => new ComparedWord(methods[0][i].Name, methods[0][i].Count, [.. methods.Select(lines => lines[i])],
                [.. methods.Zip(wholes, (lines, whole) => whole > 0 ? Math.Abs(lines[i].Score) / whole : 0)]))
            .Where(word => word.Sizes.Any(size => size >= Shares.Negligible))
            .OrderByDescending(word => word.Sizes.Average())
            .Take(comparison.Explanations.Max(explanation => explanation.Options.Top))];
    }
}
