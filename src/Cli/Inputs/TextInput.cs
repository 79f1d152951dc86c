using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>A text, with its label if one was asked for, and where it stood, or why there is none.</summary>
internal sealed record TextRecord(string Source, long Line, string? Text, string? Problem = null, string? Label = null)
{
    public string Place => $"{Source}, line {Line}";

    public static TextRecord Of(string source, long line, string text, string? label = null) =>
        string.IsNullOrWhiteSpace(text) ? new(source, line, null, "the text is empty.") : new(source, line, text, Label: label);
}

/// <summary>Which file, as the user named it, and which of its columns or fields.</summary>
internal sealed record InputPlace(string Option, string Path, string Column, string? LabelColumn = null)
{
    public InputException Problem(string sentence, Exception? inner = null) =>
        inner is null ? new($"{Option} {Path}: {sentence}") : new($"{Option} {Path}: {sentence}", inner);
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

    public static TextInput Open(InputPlace place, Func<Stream> standardInput)
    {
        string path = place.Path;
        if (path == StandardInput)
            return new LineInput("standard input", standardInput(), LineKind.Either, place);
        Func<Stream, TextInput> make = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".txt" when place.LabelColumn is null => stream => new LineInput(path, stream, LineKind.Text, place),
            ".jsonl" => stream => new LineInput(path, stream, LineKind.Json, place),
            ".csv" => stream => new TableInput(path, stream, ',', place),
            ".tsv" => stream => new TableInput(path, stream, '\t', place),
            var other when place.LabelColumn is not null => throw place.Problem($"expected a name that ends in .jsonl, .csv or .tsv, as texts need labels; found '{other}'."),
            var other => throw place.Problem($"expected a name that ends in .txt, .jsonl, .csv or .tsv, or - for standard input; found '{other}'."),
        };
        var file = OpenFile(place);
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

    private static FileStream OpenFile(InputPlace place)
    {
        if (Directory.Exists(place.Path)) throw place.Problem("expected a file, found a folder.");
        if (!File.Exists(place.Path)) throw place.Problem("there is no such file.");
        try
        {
            return new FileStream(place.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw place.Problem($"cannot be read: {problem.Message}", problem);
        }
    }
}
