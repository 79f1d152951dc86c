using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>
/// The peer's side: RoBERTa on libtorch with the settings an experienced user would choose. Weights take no gradient, passes
/// without gradient run in inference mode, and no graph is kept below the layer whose hidden state takes the gradient.
/// </summary>
internal sealed class Roberta : IDisposable
{
    private const int Target = 1, Best = 50;
    private readonly Dictionary<string, Tensor> weights;
    private readonly Embeddings embeddings;
    private readonly Block[] blocks;

    /// <summary>The language-model head's file, where it is wanted, holds the word embeddings once more; they are dropped.</summary>
    public Roberta(string folder, int threads, bool withHead = true)
    {
        set_num_threads(threads);
        using var quiet = no_grad();
        weights = Weights.Read(Checkpoint.Classifier(folder));
        if (withHead)
            foreach (var (name, tensor) in Weights.Read(Checkpoint.LanguageModel(folder)))
                if (!weights.TryAdd(name, tensor)) tensor.Dispose();
        Weights.JoinQkv(weights, Sizes.Layers);
        embeddings = new Embeddings(weights);
        blocks = [.. Enumerable.Range(0, Sizes.Layers).Select(i => new Block(weights, Weights.Layer(i), Sizes.Heads))];
    }

    public Tensor Logits(PeerBatch batch)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Heads.Classes(weights, Run(embeddings.Run(batch.Ids), batch, 0)).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the class's logit to the hidden state that enters block <paramref name="layer"/>.</summary>
    public Tensor Gradient(PeerBatch batch, int layer)
    {
        using var scope = NewDisposeScope();
        return GradientWithHidden(batch, layer).Gradient.MoveToOuterDisposeScope();
    }

    /// <summary>Gradients to all thirteen hidden states out of one pass.</summary>
    public void GradientAllLayers(PeerBatch batch)
    {
        using var scope = NewDisposeScope();
        var states = new List<Tensor> { Leaf(batch, 0) };
        foreach (var block in blocks) states.Add(block.Run(states[^1], batch.Mask));
        autograd.grad([Explained(states[^1])], states);
    }

    /// <summary>From the zero baseline to the embeddings by the midpoint rule, summed over features; several steps a pass.</summary>
    public float[] IntegratedGradients(PeerBatch text, int steps, int stepBatch)
    {
        using var scope = NewDisposeScope();
        var input = Leaf(text, 0).detach();                                                                     // (1, T, K)
        var total = zeros_like(input);
        for (int first = 0; first < steps; first += stepBatch)
        {
            using var inner = NewDisposeScope();
            int count = Math.Min(stepBatch, steps - first);
            var alphas = ((arange(first, first + count, dtype: ScalarType.Float32) + 0.5f) / steps).view(count, 1, 1);
            var points = (input * alphas).requires_grad_(true);                                                 // (S, T, K)
            var gradient = autograd.grad([Explained(Run(points, text, 0))], [points])[0];
            total.add_(gradient.sum(0, keepdim: true));
        }
        return (total * input / steps).sum(-1).Floats();
    }

    /// <summary>All logits of the language-model head.</summary>
    public Tensor Vocabulary(Tensor hidden)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Heads.Vocabulary(weights, hidden).MoveToOuterDisposeScope();
    }

    /// <summary>The fifty best vocabulary entries of every row.</summary>
    public long[] Decode(Tensor hidden)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        return Vocabulary(hidden).topk(Best).indexes.data<long>().ToArray();
    }

    /// <summary>Decoded Grad-CAM as a user would write it: scores of the positions, then what the vocabulary hands back to the tokens.</summary>
    public (float[] Positions, float[] Tokens) GradCam(PeerBatch text, int layer)
    {
        using var scope = NewDisposeScope();
        var (states, gradients) = GradientWithHidden(text, layer);
        using var inference = inference_mode();
        var (hidden, gradient) = (states.detach().squeeze(0), gradients.squeeze(0));                            // (T, K)
        var scores = F.relu(matmul(hidden, gradient.mean([0])));                                                // (T)
        var (weight, ids) = F.softmax(Vocabulary(hidden), -1).topk(Best);                                       // (T, 50)
        var saliency = zeros(Sizes.Vocabulary).index_add_(0, ids.flatten(), (weight * scores.unsqueeze(1)).flatten(), 1);
        return (scores.Floats(), saliency.index_select(0, text.Ids.flatten()).Floats());
    }

    public void Dispose()
    {
        foreach (var weight in weights.Values) weight.Dispose();
    }

    private (Tensor Hidden, Tensor Gradient) GradientWithHidden(PeerBatch batch, int layer)
    {
        var leaf = Leaf(batch, layer);
        return (leaf, autograd.grad([Explained(Run(leaf, batch, layer))], [leaf])[0]);
    }

    private Tensor Leaf(PeerBatch batch, int layer)
    {
        using var quiet = no_grad();
        var hidden = embeddings.Run(batch.Ids);
        foreach (var block in blocks.AsSpan(0, layer)) hidden = block.Run(hidden, batch.Mask);
        return hidden.detach().requires_grad_(true);
    }

    private Tensor Run(Tensor hidden, PeerBatch batch, int layer)
    {
        foreach (var block in blocks.AsSpan(layer)) hidden = block.Run(hidden, batch.Mask);
        return hidden;
    }

    private Tensor Explained(Tensor last) => Heads.Classes(weights, last)[TensorIndex.Colon, Target].sum();
}
