namespace PureSaliency.Saliency.Report;

/// <summary>A word of a text, or several that read alike, with a share by each of several methods.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Count">How many were merged.</param>
/// <param name="Lines">Its score and share by each method, at the layer that the method chose.</param>
public sealed record ComparedWord(string Name, int Count, IReadOnlyList<ShareLine> Lines)
{
    /// <summary>
    /// The words of a comparison by the mean size of their shares, at most <c>top</c> of the options; those whose share is next to nothing by every
    /// method are left out.
    /// </summary>
    public static IReadOnlyList<ComparedWord> Of(MethodComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ShareLine[][] methods = [.. comparison.Explanations.Select(explanation => Shares.OfAllWords(explanation, explanation.Chosen()).ToArray())];
        return [.. Enumerable.Range(0, methods[0].Length)
            .Select(i => new ComparedWord(methods[0][i].Name, methods[0][i].Count, [.. methods.Select(lines => lines[i])]))
            .Where(word => word.Lines.Any(line => Math.Abs(line.Share!.Value) >= Shares.Negligible))
            .OrderByDescending(word => word.Lines.Average(line => Math.Abs(line.Share!.Value)))
            .Take(comparison.Explanations.Max(explanation => explanation.Options.Top))];
    }
}
