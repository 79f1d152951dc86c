using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency;

/// <summary>Explained values and their gradients, without the engine.</summary>
internal static class Explained
{
    /// <summary>Gradients of the explained value with respect to h_0 … h_L, all sequences end to end.</summary>
    public static double[][] Gradients(Golden<double> golden, int[][] sequences, int[] targets, ExplainedValue value,
        OutputKind kind = OutputKind.ExclusiveClasses)
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        var batch = Batch.Of(golden.Model.Config, sequences);
        var states = golden.Model.Encoder.Run(tape, batch);
        var explained = ExplainedOutput<double>.Of(tape, golden.Model.Head.Logits(tape, states.Last, batch.FirstRows), targets, value, kind);
        var gradients = tape.Backward(explained.Output, explained.Seed, [.. states.Hidden]);
        return [.. states.Hidden.Select(hidden => gradients[hidden].ToArray())];
    }

    /// <summary>The explained value of one sequence as a function of h_layer.</summary>
    public static double Value(Golden<double> golden, Tensor<double> hidden, int layer, int target, ExplainedValue value,
        OutputKind kind = OutputKind.ExclusiveClasses)
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        var layout = new PureSaliency.Autograd.Ops.AttentionLayout([0, hidden.Shape[0]], golden.Model.Config.Heads);
        var last = golden.Model.Encoder.RunFrom(tape, layout, tape.Leaf(hidden), new Kept(layer)).Last;
        return ExplainedOutput<double>.ValueOf(tape[golden.Model.Head.Logits(tape, last, [0])].Row(0), target, value, kind);
    }
}
