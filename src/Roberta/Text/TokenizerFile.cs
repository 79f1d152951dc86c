using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Opens the files of a tokenizer; what cannot be read becomes a sentence that names file and place.</summary>
internal static class TokenizerFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the bytes of a file, without a byte order mark.</summary>
    public static T Read<T>(string path, Func<ReadOnlyMemory<byte>, T> read)
    {
        ReadOnlyMemory<byte> bytes = Bytes(path);
        try
        {
            return read(bytes);
        }
        catch (JsonException error)
        {
            string found = error.Message.Split(" LineNumber:")[0], place = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            throw new InputException($"{path} is damaged at {place}: expected JSON; {found}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{path} is damaged: {JsonPlace.HalfCharacter}", error);
        }
    }

    /// <summary>Reads a JSON file in which no object has a field twice.</summary>
    public static T Json<T>(string path, Func<JsonPlace, T> read) => Read(path, bytes =>
    {
        using var document = JsonDocument.Parse(bytes, Strict);
        return read(new JsonPlace(path, "", document.RootElement));
    });

    /// <summary>The lines of a text file.</summary>
    public static string[] Lines(string path) => Read(path, bytes =>
    {
        string text = System.Text.Encoding.UTF8.GetString(bytes.Span);
        string[] lines = text.Replace("\r\n", "\n").Split('\n', '\r');
        return lines is [.. string[] before, ""] ? before : lines;
    });

    private static ReadOnlyMemory<byte> Bytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            // A pipe has no length, and would keep us waiting.
            if (((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? file).Length == 0)
                throw new InputException($"{path} is damaged: expected a tokenizer's file, found one without content, or no file at all.");
            byte[] bytes = File.ReadAllBytes(path);
            if (Foreign(bytes) is string found) throw new InputException($"{path}: expected a tokenizer's file, found {found}.");
            int mark = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            return bytes.AsMemory(mark);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static string? Foreign(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("version https://git-lfs"u8)) return "a pointer of Git LFS that stands for it; fetch the file itself with 'git lfs pull'";
        ReadOnlySpan<byte> begin = bytes.TrimStart(" \t\r\n"u8);
        if (begin.StartsWith("<!"u8) || Begins(begin, "<html") || Begins(begin, "<?xml"))
            return "a page of the web; download the file itself";
        if (bytes.StartsWith("PK\u0003\u0004"u8)) return "a zip archive; unpack it";
        if (bytes is [0x1F, 0x8B, ..]) return "a gzip archive; unpack it";
        return System.Text.Unicode.Utf8.IsValid(bytes) ? null : "bytes that are no text in UTF-8; save it as UTF-8";
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, string word) =>
        bytes.Length >= word.Length && System.Text.Encoding.ASCII.GetString(bytes[..word.Length]).Equals(word, StringComparison.OrdinalIgnoreCase);
}
