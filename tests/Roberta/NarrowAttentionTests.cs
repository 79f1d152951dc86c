using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>A last block that asks for the first row of each sequence alone.</summary>
public sealed class NarrowAttentionTests
{
    [Fact]
    public void Its_probabilities_are_all_written_and_no_more_than_there_are()
    {
        using var model = SequenceClassifier<float>.Load(Repository.Path("tests", "golden", "tiny"));
        using var device = new CpuDevice<float>(1) { Poison = true };
        using var tape = new Tape<float>(device);
        int[][] sequences = [[0, 17, 42, 2], [0, 9, 2]];
        var states = model.Encoder.Run(tape, Batch.Of(model.Config, sequences), new Kept(HeadRowsOnly: true));
        float[] last = tape[states.Attention[^1]].ToArray();
        Assert.Equal(model.Config.Heads * sequences.Sum(ids => ids.Length), last.Length);
        Assert.All(last, p => Assert.InRange(p, 0, 1));
    }
}
