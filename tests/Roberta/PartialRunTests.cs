using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Roberta;

/// <summary>A pass that ends at a layer.</summary>
public sealed class PartialRunTests
{
    [Fact]
    public void It_has_the_bits_of_a_whole_one_and_nothing_above_the_layer()
    {
        using var model = SequenceClassifier<float>.Load(Repository.Path("tests", "golden", "tiny"));
        using var device = new CpuDevice<float>(1) { Poison = true };
        var batch = Batch.Of(model.Config, [[0, 17, 42, 2], [0, 9, 2]]);
        using var whole = new Tape<float>(device);
        var all = model.Encoder.Run(whole, batch, new Kept(NoAttention: true));
        for (int layer = 0; layer <= model.Config.Layers; layer++)
        {
            using var tape = whole.Nested();
            var states = model.Encoder.Run(tape, batch, new Kept(NoAttention: true, To: layer));
            Assert.Equal(layer + 1, states.Hidden.Count);
            Close.SameBits<float>(tape[states.Last].Span, whole[all.At(layer)].Span, $"layer {layer}");
        }
    }
}
