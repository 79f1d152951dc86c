namespace PureSaliency.Saliency.Methods;

/// <summary>Systems of linear equations with a symmetric, positive definite matrix.</summary>
internal static class PositiveDefinite
{
    /// <summary>x of A x = b by Cholesky's A = L Lᵀ; both arguments are overwritten.</summary>
    public static double[] Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < j; k++) a[j, j] -= a[j, k] * a[j, k];
            a[j, j] = Math.Sqrt(a[j, j]);
            for (int i = j + 1; i < n; i++)
            {
                for (int k = 0; k < j; k++) a[i, j] -= a[i, k] * a[j, k];
                a[i, j] /= a[j, j];
            }
        }
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++) b[i] -= a[i, k] * b[k];
            b[i] /= a[i, i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++) b[i] -= a[k, i] * b[k];
            b[i] /= a[i, i];
        }
        return b;
    }
}
