namespace PureSaliency.Saliency.Methods;

/// <summary>The outcome of a method.</summary>
/// <param name="Scores">s, N numbers.</param>
/// <param name="Contributions">c (N, K) with s_n = Σ_k c_nk; null if the score is no sum over features.</param>
/// <param name="Completeness">For methods that promise a sum.</param>
public sealed record PositionScores(double[] Scores, double[]? Contributions = null, Completeness? Completeness = null)
{
    /// <summary>Scores that are the row sums of contributions (N, K).</summary>
    internal static PositionScores RowSums(double[] contributions, int positions)
    {
        var scores = new double[positions];
        int width = contributions.Length / Math.Max(1, positions);
        for (int n = 0; n < positions; n++)
            foreach (double c in contributions.AsSpan(n * width, width)) scores[n] += c;
        return new(scores, contributions);
    }
}
