namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Orders of hiding that bring the probability down as fast, or as slowly, as a beam finds (Edin et al. 2024): at each step the orders with the
/// largest, or smallest, sum of probabilities so far are kept, one for each set of hidden places.
/// </summary>
internal static class BeamSearch
{
    /// <summary>Orders kept at each step.</summary>
    public const int Width = 5;

    /// <summary>All inner places in the order found.</summary>
    /// <param name="game">The text and the model.</param>
    /// <param name="fastest">Whether the probability is to fall as fast as can be; else as slowly.</param>
    public static int[] Order(ITextGame game, bool fastest)
    {
        (int[] Places, double Sum)[] beam = [([], 0)];
        for (int step = 0; step < game.Inner.Count; step++)
        {
            (int[] Places, double Before)[] longer = [.. beam.SelectMany(
                one => game.Inner.Except(one.Places).Select(place => ((int[])[.. one.Places, place], one.Sum)))];
            var answers = game.Hidden([.. longer.Select(one => one.Places)]);
            var sums = longer.Zip(answers, (one, answer) => (one.Places, Sum: one.Before + answer.Probability));
            beam = [.. (fastest ? sums.OrderBy(one => one.Sum) : sums.OrderByDescending(one => one.Sum))
                .DistinctBy(one => string.Join(' ', one.Places.Order())).Take(Width)];
        }
        return beam[0].Places;
    }
}
