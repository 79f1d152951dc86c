namespace PureSaliency.Saliency.Faithfulness;

/// <summary>Tokens by their scores, and how many of them a percentage is.</summary>
public static class Ranking
{
    /// <summary>Places by falling score; equal scores by rising place.</summary>
    /// <param name="places">Which are ranked.</param>
    /// <param name="scores">One per place of the text.</param>
    public static int[] Of(IReadOnlyList<int> places, IReadOnlyList<double> scores) =>
        [.. places.OrderByDescending(place => scores[place]).ThenBy(place => place)];

    /// <summary>percent · M / 100, rounded half up.</summary>
    public static int Count(int percent, int tokens) => (2 * percent * tokens + 100) / 200;

    /// <summary>Trapezoids under values at evenly spaced places of 0 … 1.</summary>
    public static double Area(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double sum = 0;
        for (int i = 1; i < values.Count; i++) sum += (values[i - 1] + values[i]) / 2 / (values.Count - 1);
        return sum;
    }
}
