using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>A text and where it stood, or why there is none.</summary>
internal sealed record TextRecord(string Source, long Line, string? Text, string? Problem = null)
{
    public string Place => $"{Source}, line {Line}";

    public static TextRecord Of(string source, long line, string text) =>
        string.IsNullOrWhiteSpace(text) ? new(source, line, null, "the text is empty.") : new(source, line, text);
}

/// <summary>Texts of a file, one at a time.</summary>
internal abstract class TextInput(string name, Stream stream) : IDisposable
{
    public const string StandardInput = "-";

    protected string Name { get; } = name;
    protected Stream Stream { get; } = stream;

    private int? Lines { get; set; }

    /// <summary>How much of the input is behind once a record is done, 0…1, where its length is known.</summary>
    public double? Fraction(TextRecord record) => (double)record.Line / Lines;

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
            int? lines = file.CanSeek ? Utf8Lines.Check(path, file) : null;
            var input = make(file);
            input.Lines = lines;
            return input;
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
