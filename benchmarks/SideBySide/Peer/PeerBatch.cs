using static TorchSharp.torch;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>Texts side by side, (B, T), filled up to the longest; the mask is there only where something was filled up.</summary>
internal sealed class PeerBatch
{
    private const long Pad = 1;
    private readonly int[] lengths;

    public PeerBatch(IReadOnlyList<int[]> texts)
    {
        lengths = [.. texts.Select(text => text.Length)];
        int longest = lengths.Max();
        Ids = tensor([.. texts.SelectMany(text => Enumerable.Range(0, longest).Select(i => i < text.Length ? text[i] : Pad))])
            .view(texts.Count, longest);
        if (lengths.Distinct().Count() > 1)
            Mask = tensor([.. lengths.SelectMany(length => Enumerable.Range(0, longest).Select(i => i < length ? 0f : float.NegativeInfinity))])
                .view(texts.Count, 1, 1, longest);
    }

    public Tensor Ids { get; }

    public Tensor? Mask { get; }

    /// <summary>Consecutive texts in groups of so many, each filled up to its own longest.</summary>
    public static PeerBatch[] Buckets(int[][] texts, int size) => [.. texts.Chunk(size).Select(group => new PeerBatch(group))];

    /// <summary>The rows of (B, T, K) that belong to tokens, end to end.</summary>
    public float[] RealRows(Tensor values)
    {
        float[] all = values.Floats();
        int longest = (int)Ids.shape[1], width = all.Length / (lengths.Length * longest);
        return [.. lengths.SelectMany((length, text) => all.AsSpan(text * longest * width, length * width).ToArray())];
    }
}

internal static class TensorExtensions
{
    /// <summary>A copy of the elements, row-major.</summary>
    public static float[] Floats(this Tensor tensor)
    {
        using var contiguous = tensor.contiguous();
        return contiguous.data<float>().ToArray();
    }
}
