using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>Texts of a file, one at a time.</summary>
internal abstract class TextInput(string name, Stream stream) : IDisposable
{
    public const string StandardInput = "-";
    private const string Endings = ".txt, .jsonl, .csv or .tsv", LabelledEndings = ".jsonl, .csv or .tsv";

    protected string Name { get; } = name;
    protected Stream Stream { get; } = stream;

    private int? Lines { get; set; }

    /// <summary>How much of the input is behind once a record is done, 0…1, where its length is known.</summary>
    public double? Fraction(TextRecord record) => (double)record.Line / Lines;

    /// <summary>The records, numbered from 1.</summary>
    public IEnumerable<TextRecord> Read()
    {
        long row = 0;
        foreach (var record in Records())
            yield return record with { Row = ++row };
    }

    public void Dispose() => Stream.Dispose();

    /// <summary>
    /// Opens an input. Of a file, what holds for all of it is found before any work: another encoding or kind of file, columns that are
    /// not there, a quote that is never closed.
    /// </summary>
    public static TextInput Open(InputPlace place, Func<Stream> standardInput)
    {
        string path = place.Path;
        if (path == StandardInput)
            return new LineInput("standard input", new PatientStream(standardInput(), place.Interrupt), LineKind.Either, place);
        var make = Maker(place, Path.GetExtension(path).ToLowerInvariant());
        var file = InputFile.Open(place);
        try
        {
            if (!file.CanSeek)
                return make(new PatientStream(file, place.Interrupt));
            FileKind.Check(path, file);
            int lines = Utf8Lines.Check(path, file);
            var input = make(file);
            input.Lines = lines;
            input.Survey();
            file.Position = 0;
            return input;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    protected abstract IEnumerable<TextRecord> Records();

    /// <summary>Goes through a file before any of it is used, and refuses what cannot be used; the stream is at its start, and may be left anywhere.</summary>
    protected abstract void Survey();

    private static Func<Stream, TextInput> Maker(InputPlace place, string ending)
    {
        string path = place.Path;
        return ending switch
        {
            ".txt" when place.LabelColumn is null => stream => new LineInput(path, stream, LineKind.Text, place),
            ".jsonl" => stream => new LineInput(path, stream, LineKind.Json, place),
            ".csv" => stream => new CsvInput(path, stream, ',', place),
            ".tsv" => stream => new TsvInput(path, stream, place),
            _ => throw place.Problem($"expected a name that ends in {(place.LabelColumn is null ? Endings : LabelledEndings)}"
                + $"{(place.LabelColumn is null ? ", or - for standard input" : ", as texts need labels")}; found '{ending}'{Hint(ending)}."),
        };
    }

    private static string Hint(string ending) => ending switch
    {
        ".json" => "; an object per line is called .jsonl, and an array becomes one with: jq -c '.[]'",
        ".gz" or ".zip" or ".bz2" or ".xz" or ".zst" => "; unpack it first",
        ".xlsx" or ".xls" or ".ods" or ".parquet" or ".arrow" or ".feather" => "; save it as .csv or .jsonl",
        _ => "",
    };
}
