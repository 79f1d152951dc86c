using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Documents as tokens, each followed by <c>&lt;/s&gt;</c>: those to learn from and those held out.</summary>
public sealed class TokenFile
{
    private const int Chunk = 512;

    private TokenFile(int[] train, int[] heldOut, int documents) => (Train, HeldOut, Documents) = (train, heldOut, documents);

    /// <summary>Tokens to learn from.</summary>
    public int[] Train { get; }

    /// <summary>Tokens held out.</summary>
    public int[] HeldOut { get; }

    /// <summary>Number of documents.</summary>
    public int Documents { get; }

    /// <summary>The first digits of the SHA-256 of all tokens.</summary>
    public string Fingerprint => Convert.ToHexStringLower(
        SHA256.HashData([.. MemoryMarshal.AsBytes<int>(Train), .. MemoryMarshal.AsBytes<int>(HeldOut)]))[..16];

    /// <summary>Reads the file, or makes it of documents if it is not there.</summary>
    /// <exception cref="InputException">There is no text, or the file is damaged.</exception>
    public static TokenFile LoadOrMake(
        string path, IEnumerable<string> documents, Tokenizer tokenizer, double heldOut, int seed, CancellationToken cancellation)
    {
        if (File.Exists(path)) return Load(path, tokenizer.VocabularySize);
        var made = Make(documents, tokenizer, heldOut, seed, cancellation);
        SafetensorsWriter.Write(path,
            [TensorData.From("train", [made.Train.Length], made.Train), TensorData.From("held_out", [made.HeldOut.Length], made.HeldOut)],
            new Dictionary<string, string> { ["documents"] = made.Documents.ToString(CultureInfo.InvariantCulture) });
        return made;
    }

    private static TokenFile Load(string path, int pieces)
    {
        using var file = SafetensorsFile.Open(path);
        string written = file.Metadata.GetValueOrDefault("documents", "0");
        if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int documents))
            throw new InputException($"'{path}': expected a number of documents, found '{written}'.");
        return new(Read("train"), Read("held_out"), documents);

        int[] Read(string name)
        {
            if (!file.TryGet(name, out var entry)) throw new InputException($"'{path}' has no tensor '{name}'.");
            var values = new int[entry.Count];
            file.Read(entry, values.AsSpan());
            int at = Array.FindIndex(values, id => (uint)id >= (uint)pieces);
            return at < 0 ? values
                : throw new InputException($"'{path}': {name} has {values[at]} at {at}, expected ids of the tokenizer's {pieces} pieces.");
        }
    }

    private static TokenFile Make(
        IEnumerable<string> documents, Tokenizer tokenizer, double heldOut, int seed, CancellationToken cancellation)
    {
        var (train, kept) = (new List<int>(), new List<int>());
        ulong key = CounterRandom.Key((ulong)seed, 41);
        int count = 0;
        foreach (string[] chunk in documents.Chunk(Chunk))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (int[] ids in chunk.AsParallel().AsOrdered().Select(document => tokenizer.Encode(document).Ids))
                (CounterRandom.Unit(key, (uint)count++) < heldOut ? kept : train).AddRange(ids.AsSpan(1)); // without <s>
        }
        return new([.. train], [.. kept], count);
    }
}
