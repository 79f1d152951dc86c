using System.Buffers;
using System.Text;

namespace PureSaliency.Tensors;

/// <summary>
/// Knows well-known kinds of files by their first bytes, so that a file of another kind than expected is called by its name
/// and not by the first rule that it breaks.
/// </summary>
internal static class ForeignFile
{
    private const string ToSafetensors = "convert it to safetensors";
    private const int Shown = 40;

    private static readonly (byte[] Start, string Kind)[] Marks =
    [
        ("version https://git-lfs.github.com/spec/"u8.ToArray(),
            "a Git LFS pointer, which stands for a file that was not downloaded; fetch it with 'git lfs pull'"),
        ([0x1F, 0x8B], "compressed with gzip; unpack it first"),
        ("BZh"u8.ToArray(), "compressed with bzip2; unpack it first"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "compressed with xz; unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd; unpack it first"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7z archive; unpack it first"),
        ("GGUF"u8.ToArray(), "a GGUF file (llama.cpp), whose weights are mostly quantised; take the model's safetensors"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], $"an HDF5 file (TensorFlow or Keras); {ToSafetensors}"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], $"a NumPy array; {ToSafetensors}"),
        ([0xFF, 0xFE], "text in UTF-16; save it as UTF-8"),
        ([0xFE, 0xFF], "text in UTF-16; save it as UTF-8"),
    ];

    /// <summary>
    /// What the file with these first bytes is, and what to do: "a Git LFS pointer, …"; null if it is none of the known kinds.
    /// Ask only when the expected kind was not found: some marks are short.
    /// </summary>
    /// <param name="start">The file's first bytes.</param>
    /// <param name="json">Whether JSON was expected, so that JSON is no other kind.</param>
    public static string? Describe(ReadOnlySpan<byte> start, bool json = false)
    {
        foreach (var (mark, kind) in Marks)
            if (start.StartsWith(mark)) return kind;
        if (start.StartsWith("PK\u0003\u0004"u8)) return Zip(start);
        if (start is [0x80, >= 2 and <= 5, not 0, ..]) return $"a pickle, as torch.save wrote them before PyTorch 1.6; {ToSafetensors}";
        if (start is [0x08, < 0x20, 0x12, ..]) return "an ONNX file; export the model as safetensors";
        if (start is [>= 0x81 and <= 0x8F, >= 0xA1 and <= 0xBF, >= (byte)'A' and <= (byte)'z', ..]) return $"msgpack (Flax); {ToSafetensors}";
        if (start.Length > 262 && start[257..262].SequenceEqual("ustar"u8)) return "a tar archive; unpack it first";
        if (start.Length >= 64 && start.IndexOfAnyExcept((byte)0) < 0) return "zero bytes, as a download leaves it that did not end; download the file again";
        return Text(start, json);
    }

    private static string Zip(ReadOnlySpan<byte> start) => start.IndexOf("data.pkl"u8) >= 0
        ? $"a PyTorch file (a zip archive, as torch.save writes it); {ToSafetensors}, with save_pretrained or safetensors.torch.save_file"
        : start.IndexOf(".npy"u8) >= 0 ? $"a NumPy archive; {ToSafetensors}"
        : $"a zip archive: if torch.save wrote it, {ToSafetensors}; else unpack it";

    private static string? Text(ReadOnlySpan<byte> start, bool json)
    {
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        text = text[..Math.Min(text.Length, Shown)];
        if (text.IsEmpty || !IsText(text)) return null;
        string shown = Encoding.UTF8.GetString(Whole(text));
        if (text[0] == '<' && (Begins(shown, "<!doctype html") || Begins(shown, "<html") || Begins(shown, "<head") || Begins(shown, "<!--") || Begins(shown, "<?xml")))
            return "a web page, as a download leaves it that failed or needs a login; download the file again";
        if (text[0] is not ((byte)'{' or (byte)'[')) return $"text that begins with {shown.Quote()}";
        return json ? null : $"JSON text that begins with {shown.Quote()}";
    }

    private static bool Begins(string text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)8) < 0 && bytes.IndexOfAnyInRange((byte)14, (byte)31) < 0
        && System.Text.Unicode.Utf8.IsValid(Whole(bytes));

    // Without the part of a character at its end.
    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        while (length > 0 && Rune.DecodeLastFromUtf8(bytes[..length], out _, out int last) == OperationStatus.NeedMoreData) length -= last;
        return bytes[..length];
    }
}
