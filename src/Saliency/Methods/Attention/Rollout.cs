namespace PureSaliency.Saliency.Methods;

/// <summary>Square matrices (N, N), row-major, as maps of one block are multiplied into a map of several.</summary>
internal static class Rollout
{
    /// <summary>The map of no block at all.</summary>
    public static double[] Identity(int n)
    {
        var identity = new double[n * n];
        for (int i = 0; i < n; i++) identity[i * n + i] = 1;
        return identity;
    }

    /// <summary>above · below, added to what <paramref name="sum"/> holds.</summary>
    /// <param name="above">The map of a block.</param>
    /// <param name="below">The map of the blocks below it.</param>
    /// <param name="n">N.</param>
    /// <param name="sum">Other than both; returned.</param>
    public static double[] AddProduct(double[] above, double[] below, int n, double[] sum)
    {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++) sum[i * n + k] += above[i * n + j] * below[j * n + k];
        return sum;
    }
}
