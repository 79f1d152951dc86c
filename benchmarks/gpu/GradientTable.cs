using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>The gradient to layer 0, ours and the peer by turns.</summary>
internal sealed class GradientTable(Report report, Settings settings, double? peak)
{
    public void Print(Ours ours, Peer? peer)
    {
        report.Columns("gradient l=0 (texts × tokens)", "ours, ms", "PyTorch float32, ms", "ours / float32", "rounds",
            "PyTorch bfloat16, ms", "ours / bfloat16", "ours, TFLOP/s", Share());
        foreach (var (batch, tokens) in settings.Shapes)
        {
            try
            {
                Row(ours, peer, batch, tokens);
            }
            catch (DeviceException problem)
            {
                report.Cells($"{batch}×{tokens}", "not measured: " + problem.Message);
            }
        }
    }

    /// <summary>The blocks' products alone.</summary>
    public void PrintProducts(Ours ours)
    {
        report.Columns("the blocks' products alone, forward and backward", "ms", "TFLOP/s", Share());
        foreach (var (batch, tokens) in settings.Shapes)
        {
            int rows = batch * tokens;
            Tensor<float> narrow = Hidden(rows, settings.Sizes.Width), wide = Hidden(rows, settings.Sizes.Inner);
            double milliseconds = Clock.Time(() => ours.Products(narrow, wide), settings.Slice);
            report.Cells($"{batch}×{tokens}", $"{milliseconds:0.00}", $"{Teraflops(rows, milliseconds):0.00}", Share(rows, milliseconds));
        }
    }

    private void Row(Ours ours, Peer? peer, int batch, int tokens)
    {
        int[][] texts = Texts.Random(batch, tokens);
        var (own, single, half) = (new double[settings.Rounds], new double[settings.Rounds], new double[settings.Rounds]);
        for (int round = 0; round < settings.Rounds; round++)
        {
            own[round] = Clock.Time(() => ours.Run(texts), settings.Slice);
            if (peer is null) continue;
            single[round] = peer.Time("float32", texts, settings.Slice);
            half[round] = peer.Time("bfloat16", texts, settings.Slice);
        }
        double milliseconds = Clock.Median(own);
        double[] ratios = [.. own.Zip(single, (a, b) => a / b)];
        string[] sides = peer is null ? ["", "", "", "", ""] :
        [
            $"{Clock.Median(single):0.00}", $"**{Clock.Median(ratios):0.00}**", $"{ratios.Min():0.00} to {ratios.Max():0.00}",
            $"{Clock.Median(half):0.00}", $"{Clock.Median(own.Zip(half, (a, b) => a / b)):0.00}",
        ];
        report.Cells([$"{batch}×{tokens}", $"{milliseconds:0.00}", .. sides,
            $"{Teraflops(batch * tokens, milliseconds):0.00}", Share(batch * tokens, milliseconds)]);
    }

    private string Share() => peak is { } known ? $"share of {known:0.0} TFLOP/s" : "share of the peak";

    private string Share(int rows, double milliseconds) => peak is { } known ? $"{Teraflops(rows, milliseconds) / known:0 %}" : "";

    private double Teraflops(int rows, double milliseconds) => 2 * settings.Sizes.ProductsPerRow * rows / milliseconds / 1e9;

    // Rows as a block leaves them: mean 0, variance 1.
    private static Tensor<float> Hidden(int rows, int width)
    {
        var random = new Random(rows);
        float[] values = [.. Enumerable.Range(0, rows * width).Select(_ => (random.NextSingle() - 0.5f) * MathF.Sqrt(12))];
        return Tensor<float>.From(new Shape(rows, width), values, constant: true);
    }
}
