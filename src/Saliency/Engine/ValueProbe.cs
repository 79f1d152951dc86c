using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Runs a block without the value vectors of one position, for each position; several share a pass.</summary>
internal sealed class ValueProbe<T>(SequenceClassifier<T> model, Device<T> device, CancellationToken cancellation, PassMeter? passes = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>h of a layer (N, K) for each position that block <paramref name="block"/> goes without.</summary>
    /// <param name="input">What the block reads, (N, K).</param>
    /// <param name="block">From 0.</param>
    /// <param name="layer">At least block + 1; the blocks between run as they are.</param>
    public IEnumerable<Tensor<T>> Without(Tensor<T> input, int block, int layer)
    {
        int n = input.Shape[0];
        foreach (int[] places in Enumerable.Range(0, n).Chunk(Math.Max(1, device.PreferredRows / n)))
            foreach (var hidden in Without(input, places, block, layer)) yield return hidden;
    }

    private List<Tensor<T>> Without(Tensor<T> input, int[] places, int block, int layer)
    {
        using var tape = new Tape<T>(device, cancellation);
        passes?.Count(places.Length, layer - block, model.Config.Layers);
        int n = input.Shape[0];
        var copies = Tensor<T>.Zeros(new(places.Length * n, input.Shape[1]));                           // (PN, K)
        for (int p = 0; p < places.Length; p++) input.Span.CopyTo(copies.Rows(p * n, n).Span);
        var layout = new AttentionLayout([.. Enumerable.Range(0, places.Length + 1).Select(p => p * n)], model.Config.Heads);
        var states = model.Encoder.RunWithoutValues(tape, layout, tape.Leaf(copies), places, new Kept(block, NoAttention: true, To: layer));
        var hidden = tape.Fetch(states.Last);
        return [.. places.Select((_, p) => Tensor<T>.From(input.Shape, hidden.Rows(p * n, n).Span))];
    }
}
