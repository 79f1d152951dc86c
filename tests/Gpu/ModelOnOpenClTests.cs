using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Gpu;

/// <summary>Logits and gradients of a whole model in float by kernels, beside those of the CPU.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class ModelOnOpenClTests(ITestOutputHelper output)
{
    private static readonly int[][] Sequences = [[0, 2], [0, 17, 420, 99, 42, 63, 8, 2], [0, .. Enumerable.Range(300, 41), 2]];

    [OpenClTheory, InlineData(false), InlineData(true)]
    public void Logits_and_every_layer_s_gradient_are_those_of_the_CPU(bool headRowsOnly)
    {
        using var model = SequenceClassifier<float>.Load(Repository.Path("tests", "golden", "small"));
        using var cpu = new CpuDevice<float>(1);
        var (logits, gradients) = Run(model, TestDevice.Shared<float>(TestDevice.Pocl), headRowsOnly);
        var (expected, flow) = Run(model, cpu, headRowsOnly);
        output.WriteLine($"{Close.Check<float>(logits, Close.Widen<float>(expected), GpuTolerance.Model, "logits"):E1} logits");
        for (int layer = 0; layer < flow.Length; layer++)
        {
            double cosine = Cosine(gradients[layer], flow[layer]);
            output.WriteLine($"1 - {1 - cosine:E1} cosine of layer {layer}");
            Assert.True(cosine >= GpuTolerance.Cosine, $"layer {layer}: cosine {cosine}");
        }
    }

    [OpenClFact]
    public void Another_run_and_other_company_change_no_bit()
    {
        using var model = SequenceClassifier<float>.Load(Repository.Path("tests", "golden", "small"));
        var device = TestDevice.Shared<float>(TestDevice.Pocl);
        var together = Run(model, device, headRowsOnly: true);
        var again = Run(model, device, headRowsOnly: true);
        var alone = Run(model, device, headRowsOnly: true, Sequences[1]);
        int classes = alone.Logits.Length, first = Sequences[0].Length * model.Config.Hidden;
        Close.SameBits<float>(again.Logits, together.Logits, "logits, again");
        Close.SameBits<float>(alone.Logits, together.Logits.AsSpan(classes, classes), "logits, alone");
        for (int layer = 0; layer < model.Config.Layers; layer++)
        {
            Close.SameBits<float>(again.Gradients[layer], together.Gradients[layer], $"layer {layer}, again");
            Close.SameBits<float>(alone.Gradients[layer],
                together.Gradients[layer].AsSpan(first, alone.Gradients[layer].Length), $"layer {layer}, alone");
        }
    }

    // The last layer's state is of all rows, or of those alone that the head reads.
    private static (float[] Logits, float[][] Gradients) Run(
        SequenceClassifier<float> model, Device<float> device, bool headRowsOnly, params int[][] sequences)
    {
        using var tape = new Tape<float>(device);
        var batch = Batch.Of(model.Config, sequences.Length == 0 ? Sequences : sequences);
        var states = model.Encoder.Run(tape, batch, new Kept(0, headRowsOnly));
        var logits = model.Head.Logits(tape, states.Last, states.HeadRows);
        int[] targets = [.. Enumerable.Range(0, batch.Sequences).Select(s => states.Layout.Length(s) % model.Head.Classes)];
        var explained = ExplainedOutput<float>.Of(tape, logits, targets, ExplainedValue.LogProbability, model.Outputs);
        var gradients = tape.Backward(explained.Output, explained.Seed, [.. states.Hidden]);
        return (tape.Fetch(logits).ToArray(), [.. states.Hidden.Select(hidden => gradients.Fetch(hidden).ToArray())]);
    }

    private static double Cosine(float[] a, float[] b)
    {
        double both = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
            (both, first, second) = (both + (double)a[i] * b[i], first + (double)a[i] * a[i], second + (double)b[i] * b[i]);
        return both / Math.Sqrt(first * second);
    }
}
