using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>One text, from the sum of its embeddings up. A word enters that sum as it is: the gradient at either is the same.</summary>
internal sealed class EmbeddingProbe<T>(
    SequenceClassifier<T> model, Device<T> device, Batch text, int? mask, int target, ExplainedValue value, CancellationToken cancellation,
    PassMeter? passes = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What methods see.</summary>
    public EmbeddingView<T> View()
    {
        var encoder = model.Encoder;
        passes?.Count(1, model.Config.Layers, model.Config.Layers, back: true);
        using var tape = new Tape<T>(device, cancellation);
        var sum = encoder.Sum(tape, text);                                                              // (N, K)
        var pass = model.ForwardFrom(tape, encoder.LayoutOf(text), encoder.Normalize(tape, sum), new Kept(0, HeadRowsOnly: true, NoAttention: true));
        var explained = ExplainedOutput<T>.Of(tape, pass.Logits, [target], value, model.Outputs);
        var gradient = tape.Backward(explained.Output, explained.Seed, sum).Fetch(sum);
        return new()
        {
            Ids = text.Ids,
            Gradient = Tensor<T>.From(gradient.Shape, gradient.Span),
            Words = encoder.Weights.Word.Value,
            Token = replacement => replacement == Replacement.Pad ? model.Config.PadId : mask ?? throw MissingMask.In(model.Config),
        };
    }
}
