using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>A text and where it stood, or why there is none.</summary>
internal sealed record TextRecord(string Place, string? Text, string? Problem = null)
{
    public static TextRecord Of(string place, string text) =>
        string.IsNullOrWhiteSpace(text) ? new(place, null, "the text is empty.") : new(place, text);
}

/// <summary>Texts of a file, one at a time.</summary>
internal abstract class TextInput(string name, Stream stream) : IDisposable
{
    public const string StandardInput = "-";

    protected string Name { get; } = name;
    protected Stream Stream { get; } = stream;

    /// <summary>How much has been read, 0…1, where the length is known.</summary>
    public double? Fraction => Stream.CanSeek && Stream.Length > 0 ? (double)Stream.Position / Stream.Length : null;

    public abstract IEnumerable<TextRecord> Read();

    public void Dispose() => Stream.Dispose();

    public static TextInput Open(string path, string column, Func<Stream> standardInput)
    {
        if (path == StandardInput)
            return new LineInput("standard input", standardInput(), LineKind.Either, column);
        Func<Stream, TextInput> make = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".txt" => stream => new LineInput(path, stream, LineKind.Text, column),
            ".jsonl" => stream => new LineInput(path, stream, LineKind.Json, column),
            ".csv" => stream => new TableInput(path, stream, ',', column),
            ".tsv" => stream => new TableInput(path, stream, '\t', column),
            var other => throw new InputException(
                $"--input {path}: expected a name that ends in .txt, .jsonl, .csv or .tsv, or - for standard input; found '{other}'."),
        };
        var file = OpenFile(path);
        try
        {
            if (file.CanSeek)
                Utf8Lines.Check(path, file);
            return make(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"--input {path}: expected a file, found a folder.");
        if (!File.Exists(path))
            throw new InputException($"--input {path}: there is no such file.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--input {path}: cannot be read: {problem.Message}", problem);
        }
    }
}
