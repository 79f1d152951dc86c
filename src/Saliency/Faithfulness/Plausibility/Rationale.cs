namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Scores of a text's words beside the words that people marked (ERASER: DeYoung et al. 2020). A text of which nothing was marked has no value.
/// </summary>
/// <param name="Scores">One per word, or token.</param>
/// <param name="Human">Whether people marked it.</param>
internal sealed record Rationale(IReadOnlyList<double> Scores, IReadOnlyList<bool> Human)
{
    /// <summary>How many were marked.</summary>
    public int Marked { get; } = Human.Count(marked => marked);

    /// <summary>The k words of highest score; equal scores by rising place, and scores of 0 count like any other.</summary>
    public int[] Picked(int k) => Ranking.Of([.. Enumerable.Range(0, Scores.Count)], Scores)[..Math.Min(k, Scores.Count)];

    /// <summary>How many of the picked were marked.</summary>
    public int Hits(int k) => Picked(k).Count(place => Human[place]);

    /// <summary>
    /// For each distinct score from high to low, recall and precision of all words at or above it, with the point (0, 1) in front.
    /// </summary>
    public IReadOnlyList<(double Recall, double Precision)> Curve()
    {
        var points = new List<(double, double)> { (0, 1) };
        int picked = 0, hits = 0;
        foreach (var level in Enumerable.Range(0, Scores.Count).GroupBy(place => Scores[place]).OrderByDescending(level => level.Key))
        {
            picked += level.Count();
            hits += level.Count(place => Human[place]);
            points.Add(((double)hits / Marked, (double)hits / picked));
        }
        return points;
    }
}
