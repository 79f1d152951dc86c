using System.Numerics;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>Puts ragged results into the padded shapes of the reference; padding holds zeros.</summary>
internal sealed class Padded(TraceCase traced, AttentionLayout layout)
{
    private readonly (int Sequence, int Position)[] rows = [.. traced.Rows()];

    /// <summary>Rows (N, W) → (B, T, W), or (B, T) if there is one number per row.</summary>
    public TraceTensor Rows<T>(string name, ReadOnlySpan<T> ragged, bool scalar = false) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = ragged.Length / rows.Length;
        var padded = new double[traced.Sequences * traced.Width * width];
        for (int n = 0; n < rows.Length; n++)
            for (int k = 0; k < width; k++)
                padded[(rows[n].Sequence * traced.Width + rows[n].Position) * width + k] = double.CreateTruncating(ragged[n * width + k]);
        return new(name, scalar ? [traced.Sequences, traced.Width] : [traced.Sequences, traced.Width, width], padded);
    }

    /// <summary>Probabilities (Σ H n²) → (B, H, T, T).</summary>
    public TraceTensor Attention<T>(string name, Tensor<T> ragged) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = traced.Width, heads = layout.Heads;
        var padded = new double[traced.Sequences * heads * width * width];
        for (int s = 0; s < traced.Sequences; s++)
            for (int h = 0; h < heads; h++)
                Square(s, Array.ConvertAll(
                    ragged.Span.Slice(layout.Offset(s, h), layout.Length(s) * layout.Length(s)).ToArray(), double.CreateTruncating),
                    padded.AsSpan((s * heads + h) * width * width, width * width));
        return new(name, [traced.Sequences, heads, width, width], padded);
    }

    /// <summary>One (n, n) matrix per sequence → (B, T, T).</summary>
    public TraceTensor Squares(string name, double[][] matrices)
    {
        int width = traced.Width;
        var padded = new double[traced.Sequences * width * width];
        for (int s = 0; s < traced.Sequences; s++) Square(s, matrices[s], padded.AsSpan(s * width * width, width * width));
        return new(name, [traced.Sequences, width, width], padded);
    }

    private void Square(int sequence, double[] matrix, Span<double> padded)
    {
        var rowsOf = rows.AsSpan(layout.Bounds[sequence], layout.Length(sequence));
        for (int i = 0; i < rowsOf.Length; i++)
            for (int j = 0; j < rowsOf.Length; j++)
                padded[rowsOf[i].Position * traced.Width + rowsOf[j].Position] = matrix[i * rowsOf.Length + j];
    }
}
