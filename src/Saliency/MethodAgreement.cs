using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>
/// How far two methods agree on the words of a text, at the layers that they chose: rank correlation and feature agreement after Krishna et al.,
/// "The Disagreement Problem in Explainable Machine Learning" (2022).
/// </summary>
/// <param name="First">Index of one explanation.</param>
/// <param name="Second">Index of the other, which comes later.</param>
/// <param name="Spearman">
/// Spearman's correlation of the scores of all words, each in its place, with their signs; equal scores share the mean of their ranks. Null where
/// all scores of a side are equal.
/// </param>
/// <param name="Overlap">
/// |A ∩ B| / max(|A|, |B|), A and B being the <see cref="Most"/> words with the largest scores by size, each in its place; one that has no score is
/// in none. Null where neither side has a score.
/// </param>
public sealed record MethodAgreement(
    [property: JsonPropertyName("first")] int First,
    [property: JsonPropertyName("second")] int Second,
    [property: JsonPropertyName("spearman")] double? Spearman,
    [property: JsonPropertyName("overlap")] double? Overlap)
{
    /// <summary>Words that are held against each other by <see cref="Overlap"/>.</summary>
    public const int Most = 5;

    /// <summary>The agreement of two rows of scores of the same words.</summary>
    internal static MethodAgreement Of(int first, int second, IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        int[] a = Largest(one), b = Largest(other);
        int size = Math.Max(a.Length, b.Length);
        return new(first, second, Correlation.Spearman(one, other), size == 0 ? null : (double)a.Intersect(b).Count() / size);
    }

    // Of equal sizes the earlier place comes first.
    private static int[] Largest(IReadOnlyList<double> scores) =>
        [.. Enumerable.Range(0, scores.Count).Where(i => scores[i] != 0).OrderByDescending(i => Math.Abs(scores[i])).Take(Most)];
}
