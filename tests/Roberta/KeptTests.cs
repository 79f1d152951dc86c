using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Roberta;

/// <summary>Passes of which only a part is asked for.</summary>
public sealed class KeptTests : IDisposable
{
    private static readonly int[][] Sequences = [[0, 17, 42, 2], [0, 9, 2]];
    private readonly SequenceClassifier<float> model = SequenceClassifier<float>.Load(Repository.Path("tests", "golden", "tiny"));
    private readonly CpuDevice<float> device = new(1) { Poison = true };

    public void Dispose()
    {
        device.Dispose();
        model.Dispose();
    }

    [Fact]
    public void Of_a_last_block_for_first_rows_the_probabilities_are_all_written_and_no_more_than_there_are()
    {
        using var tape = new Tape<float>(device);
        var states = model.Encoder.Run(tape, Batch.Of(model.Config, Sequences), new Kept(HeadRowsOnly: true));
        float[] last = tape[states.Attention[^1]].ToArray();
        Assert.Equal(model.Config.Heads * Sequences.Sum(ids => ids.Length), last.Length);
        Assert.All(last, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void A_pass_that_ends_at_a_layer_has_the_bits_of_a_whole_one_and_nothing_above()
    {
        var batch = Batch.Of(model.Config, Sequences);
        using var whole = new Tape<float>(device);
        var all = model.Encoder.Run(whole, batch, new Kept(NoAttention: true));
        for (int layer = 0; layer <= model.Config.Layers; layer++)
        {
            using var tape = whole.ForwardScope();
            var states = model.Encoder.Run(tape, batch, new Kept(NoAttention: true, To: layer));
            Assert.Equal(layer + 1, states.Hidden.Count);
            Close.SameBits<float>(tape[states.Last].Span, whole[all.At(layer)].Span, $"layer {layer}");
        }
    }
}
