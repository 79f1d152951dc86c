using PureSaliency.Benchmarks.SideBySide.Peer;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>
/// The work that is timed. The peer's batches are laid out before the clock starts, ours after it: ours counts as users meet it.
/// </summary>
internal static class Rows
{
    public static readonly int[] Mixed = [8, 12, 16, 20, 28, 36, 48, 64];
    public const int GradCamLayer = 7, Steps = 50, PeerStepBatch = 10;
    private static readonly (int Batch, int Tokens)[] Shapes = [(1, 32), (1, 128), (8, 32), (8, 128)];
    private static readonly int[] AllLayers = [.. Enumerable.Range(0, Sizes.Layers + 1)];

    public static IEnumerable<Row> All(Ours ours, Peer.Roberta peer) =>
        [.. Shapes.SelectMany(shape => OfShape(ours, peer, shape.Batch, shape.Tokens)), .. OfUsers(ours, peer), .. OfMixed(ours, peer)];

    private static IEnumerable<Row> OfShape(Ours ours, Peer.Roberta peer, int batch, int tokens)
    {
        string shape = $"{batch}×{tokens}";
        int[][] texts = Texts.Random(batch, tokens);
        var theirs = new PeerBatch(texts);
        yield return new($"forward {shape}", () => ours.Logits(texts), () => peer.Logits(theirs).Dispose());
        foreach (int layer in new[] { 0, 6 })
            yield return new($"gradient l={layer} {shape}",
                () => ours.Gradient(texts, [layer]), () => peer.Gradient(theirs, layer).Dispose());
        if (batch == 1)
            yield return new($"gradient all layers {shape}", () => ours.Gradient(texts, AllLayers), () => peer.GradientAllLayers(theirs));
        float[] values = Hidden(batch * tokens);
        var hidden = Tensor<float>.From(new Shape(batch * tokens, Sizes.Width), values);
        var peerHidden = TorchSharp.torch.tensor(values).view(batch * tokens, Sizes.Width);
        int[] ids = [.. texts.SelectMany(text => text)];
        yield return new($"lm-head top-50 {shape}", () => ours.Decode(hidden, ids), () => peer.Decode(peerHidden));
    }

    private static IEnumerable<Row> OfUsers(Ours ours, Peer.Roberta peer)
    {
        var tokenizer = ours.Tokenizer();
        foreach (int tokens in new[] { 32, 128 })
        {
            var (text, ids) = Texts.Readable(tokenizer, tokens);
            var theirs = new PeerBatch([ids]);
            if (tokens == 32)
                yield return new($"decoded grad-cam 1×{tokens}", () => ours.GradCam(text, GradCamLayer), () => peer.GradCam(theirs, GradCamLayer));
            yield return new($"integrated gradients 1×{tokens}",
                () => ours.IntegratedGradients(text, Steps), () => peer.IntegratedGradients(theirs, Steps, PeerStepBatch));
        }
    }

    private static IEnumerable<Row> OfMixed(Ours ours, Peer.Roberta peer)
    {
        int[][] texts = Texts.Random(Mixed);
        Action Peer(int size)
        {
            var batches = PeerBatch.Buckets(texts, size);
            return () =>
            {
                foreach (var batch in batches) peer.Gradient(batch, 0).Dispose();
            };
        }
        void Ours() => ours.Gradient(texts, [0]);
        yield return new("mixed batch, peer padded", Ours, Peer(texts.Length));
        yield return new("mixed batch, peer one by one", Ours, Peer(1));
        yield return new("mixed batch, peer in buckets", Ours, Peer(2), Peer(4));
    }

    /// <summary>Rows as the last block leaves them: mean 0, variance 1.</summary>
    public static float[] Hidden(int rows, int width = Sizes.Width)
    {
        var random = new Random(rows);
        return [.. Enumerable.Range(0, rows * width).Select(_ => (random.NextSingle() - 0.5f) * MathF.Sqrt(12))];
    }
}
