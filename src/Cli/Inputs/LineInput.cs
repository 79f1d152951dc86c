using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

internal enum LineKind
{
    Text,
    Json,
    /// <summary>JSON if the first line that is not blank starts with a brace.</summary>
    Either,
}

/// <summary>A text or a JSON object per line; blank lines are skipped.</summary>
internal sealed class LineInput(string name, Stream stream, LineKind kind, InputPlace place) : TextInput(name, stream)
{
    private readonly JsonFields _fields = new(place);

    protected override IEnumerable<TextRecord> Records()
    {
        bool? json = kind == LineKind.Either ? null : kind == LineKind.Json;
        bool first = true;
        foreach (var (number, line) in Lines())
        {
            json ??= line.TrimStart()[0] == '{';
            if (first)
                Check(json.Value, line);
            first = false;
            yield return json.Value ? _fields.Read(Name, number, line) : TextRecord.Of(Name, number, line);
        }
    }

    protected override void Survey()
    {
        foreach (var (_, line) in Lines())
        {
            Check(kind == LineKind.Json, line);
            return;
        }
        place.Note($"{Name}: there are no texts in it.");
    }

    private IEnumerable<(int Number, string Text)> Lines() => Utf8Lines.Read(Name, Stream).Where(line => !string.IsNullOrWhiteSpace(line.Text));

    // One cause is told and not each of its lines.
    private void Check(bool json, string line)
    {
        if (!json && (place.LabelColumn ?? (place.Keep is [var first, ..] ? first : null)) is { } column)
            throw new InputException($"{Name}: expected objects with a field '{column}'; found lines of text, which have no fields.");
        // On standard input an array would pass for lines of text.
        bool array = kind == LineKind.Either && line.Trim() is "[" or ['[', '{', ..];
        if ((json || array) && JsonFields.Layout(line) is { } layout)
            throw new InputException($"{Name}: expected a JSON object on each line; found {layout}: write it so with jq -c.");
    }
}
