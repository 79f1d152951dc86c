using System.Numerics;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>The rows of a layer as methods weigh them: centred, and of one size, where that was asked for.</summary>
internal static class WeighedRows
{
    /// <summary>(h_n − c_n) / rms, of h (N, K).</summary>
    /// <param name="hidden">h, returned as it is where nothing was asked for.</param>
    /// <param name="options">centre and layer-scale.</param>
    /// <param name="baseline">The layer's rows of a text without words.</param>
    /// <param name="corpus">The layer's mean row over many texts.</param>
    public static Tensor<T> Of<T>(Tensor<T> hidden, ExplainOptions options, Func<Baseline, T[]> baseline, Func<double[]> corpus)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (options is { Centre: Centre.None, LayerScale: LayerScale.None }) return hidden;
        var rows = Tensor<T>.From(hidden.Shape, hidden.Span);
        if (options.Centre == Centre.Text) Subtract(rows, MeanRow(hidden));
        else if (options.Centre == Centre.Corpus) Subtract(rows, corpus());
        else if (options.Centre != Centre.None)
            Simd.AddScaledTo(baseline(options.Centre == Centre.Mask ? Baseline.Mask : Baseline.Pad), -T.One, rows.Span);
        if (options.LayerScale == LayerScale.Rms) Scale(rows);
        return rows;
    }

    private static double[] MeanRow<T>(Tensor<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mean = new double[rows.Shape.Width];
        for (int n = 0; n < rows.Shape.Rows; n++)
        {
            var row = rows.Row(n);
            for (int k = 0; k < mean.Length; k++) mean[k] += double.CreateTruncating(row[k]) / rows.Shape.Rows;
        }
        return mean;
    }

    private static void Subtract<T>(Tensor<T> rows, double[] centre) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int n = 0; n < rows.Shape.Rows; n++)
        {
            var row = rows.Row(n);
            for (int k = 0; k < row.Length; k++) row[k] = T.CreateTruncating(double.CreateTruncating(row[k]) - centre[k]);
        }
    }

    private static void Scale<T>(Tensor<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int n = 0; n < rows.Shape.Rows; n++)
        {
            var row = rows.Row(n);
            double squares = 0;
            foreach (T h in row) squares += double.CreateTruncating(h) * double.CreateTruncating(h);
            // A row of zeros has no size to be brought to one.
            if (squares == 0) continue;
            T factor = T.CreateTruncating(1 / Math.Sqrt(squares / row.Length));
            for (int k = 0; k < row.Length; k++) row[k] *= factor;
        }
    }
}
