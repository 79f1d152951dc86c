using System.Text.Json;

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
    public override IEnumerable<TextRecord> Read()
    {
        bool? json = kind == LineKind.Either ? null : kind == LineKind.Json;
        foreach (var (number, line) in Utf8Lines.Read(Name, Stream))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            json ??= line.TrimStart()[0] == '{';
            yield return json.Value ? Parse(number, line) : TextRecord.Of(Name, number, line);
        }
    }

    private TextRecord Parse(int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object)
                return Refuse($"expected a JSON object; found {Kind(json)}.");
            foreach (string column in place.LabelColumn is { } wanted ? new[] { place.Column, wanted } : [place.Column])
                if (!json.TryGetProperty(column, out _))
                    return Refuse($"expected a field '{column}'; found {string.Join(", ", json.EnumerateObject().Select(p => $"'{p.Name}'"))}.");
            var text = json.GetProperty(place.Column);
            if (text.ValueKind != JsonValueKind.String) return Refuse($"expected text in field '{place.Column}'; found {Kind(text)}.");
            return TextRecord.Of(Name, number, text.GetString()!, place.LabelColumn is { } label ? json.GetProperty(label).ToString() : null);
        }
        catch (JsonException problem)
        {
            return Refuse($"expected a JSON object; the line breaks off or is malformed at byte {problem.BytePositionInLine}.");
        }
        catch (InvalidOperationException) // \ud800 without its second half
        {
            return Refuse($"expected text in field '{place.Column}'; found an escape that is no character.");
        }

        TextRecord Refuse(string problem) => new(Name, number, null, problem);
        static string Kind(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.Object => "an object",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
    }
}
