using PureSaliency.Benchmarks.SideBySide.Peer;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>Both sides must compute the same before either is timed.</summary>
internal static class Agreement
{
    private const double LeastCosine = 0.99999, LeastShare = 0.99;

    /// <summary>Throws at the first tensor in which they differ.</summary>
    /// <exception cref="InvalidOperationException">They do.</exception>
    public static void Check(Ours ours, Peer.Roberta peer)
    {
        foreach (int[][] texts in new[] { Texts.Random(1, 128), Texts.Random(8, 32), Texts.Random(Rows.Mixed) })
            CheckPasses(ours, peer, texts);
        CheckHead(ours, peer);
        CheckUsersCalls(ours, peer);
    }

    private static void CheckPasses(Ours ours, Peer.Roberta peer, int[][] texts)
    {
        var batch = new PeerBatch(texts);
        string shape = $"of {texts.Length} {(texts.Length == 1 ? "text" : "texts")} with up to {texts.Max(text => text.Length)} tokens";
        using var logits = peer.Logits(batch);
        Demand($"logits {shape}", ours.Logits(texts), logits.Floats());
        foreach (int layer in new[] { 0, 6 })
        {
            using var gradient = peer.Gradient(batch, layer);
            Demand($"gradient to layer {layer} {shape}", ours.Gradient(texts, layer), batch.RealRows(gradient));
        }
    }

    private static void CheckHead(Ours ours, Peer.Roberta peer)
    {
        const int rows = 32;
        float[] values = Rows.Hidden(rows);
        var hidden = Tensor<float>.From(new Shape(rows, Sizes.Width), values);
        using var peerHidden = TorchSharp.torch.tensor(values).view(rows, Sizes.Width);
        using var logits = peer.Vocabulary(peerHidden);
        Demand("language-model logits", ours.Vocabulary(hidden), logits.Floats());
        int[] best = [.. ours.Decode(hidden, new int[rows]).SelectMany(row => row.Ids)];
        long[] peerBest = peer.Decode(peerHidden);
        int count = best.Length / rows;
        double share = Enumerable.Range(0, rows).Average(row =>
            best.Skip(row * count).Take(count).Intersect(peerBest.Skip(row * count).Take(count).Select(id => (int)id)).Count() / (double)count);
        // Neighbours at the fiftieth place may change it for a rounding error.
        if (share < LeastShare) throw new InvalidOperationException($"The two sides share only {share:0.0 %} of the rows' fifty best words.");
    }

    private static void CheckUsersCalls(Ours ours, Peer.Roberta peer)
    {
        var (text, ids) = Texts.Readable(ours.Tokenizer(), 32);
        var batch = new PeerBatch([ids]);
        var gradCam = ours.GradCam(text, Rows.GradCamLayer);
        var (positions, tokens) = peer.GradCam(batch, Rows.GradCamLayer);
        Demand("Grad-CAM of positions", Floats(gradCam.PositionScores), positions);
        Demand("decoded Grad-CAM of tokens", Floats(gradCam.TokenScores), tokens);
        Demand("integrated gradients", Floats(ours.IntegratedGradients(text, Rows.Steps).PositionScores),
            peer.IntegratedGradients(batch, Rows.Steps, Rows.PeerStepBatch));
    }

    private static float[] Floats(IEnumerable<double> values) => [.. values.Select(value => (float)value)];

    private static void Demand(string what, float[] ours, float[] peer)
    {
        double cosine = ours.Length == peer.Length ? Cosine(ours, peer) : double.NaN;
        if (!(cosine > LeastCosine))
            throw new InvalidOperationException(
                $"The two sides differ in {what}: cosine {cosine:0.000000} of {ours.Length} and {peer.Length} numbers, expected more than {LeastCosine}.");
        Console.Error.WriteLine($"agree: {what}, 1 − cosine {1 - cosine:0.0e+00}");
    }

    private static double Cosine(float[] a, float[] b)
    {
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (int i = 0; i < a.Length; i++) (ab, aa, bb) = (ab + (double)a[i] * b[i], aa + (double)a[i] * a[i], bb + (double)b[i] * b[i]);
        return ab / Math.Sqrt(aa * bb);
    }
}
