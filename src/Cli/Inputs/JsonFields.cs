using System.Text.Json;

namespace PureSaliency.Cli.Inputs;

/// <summary>The fields of an object on a line that are read.</summary>
internal sealed class JsonFields(InputPlace place)
{
    /// <summary>What a file is whose first line opens what it does not close; null for an object on a line.</summary>
    public static string? Layout(string line)
    {
        string text = line.Trim();
        return text[0] == '[' ? "an array"
            : text[0] == '{' && text[^1] is '{' or '[' or ',' or ':' ? "an object over several lines" : null;
    }

    public TextRecord Read(string source, long number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object)
                return Refuse($"expected a JSON object; found {Kind(json)}.");
            foreach (string column in place.Columns)
                if (Problem(json, column) is { } problem)
                    return Refuse(problem);
            JsonElement[] kept = [.. place.Keep.Select(column => Whole(json.GetProperty(column)))];
            JsonElement?[] wanted = [.. place.Wanted.Select(name => json.TryGetProperty(name, out var value) ? Whole(value) : (JsonElement?)null)];
            return Record(json) with { Kept = kept, Wanted = wanted };
        }
        catch (JsonException problem)
        {
            return Refuse($"expected a JSON object; the line breaks off or is malformed at byte {problem.BytePositionInLine}.");
        }
        catch (InvalidOperationException) // \ud800 without its second half
        {
            return Refuse($"expected text in {string.Join(", ", place.Columns.Select(column => $"'{column}'"))}; found an escape that is no character.");
        }

        TextRecord Refuse(string problem) => new(source, number, null, problem);

        TextRecord Record(JsonElement json)
        {
            var text = json.GetProperty(place.Column);
            if (text.ValueKind != JsonValueKind.String) return Refuse($"expected text in field '{place.Column}'; found {Kind(text)}.");
            if (place.LabelColumn is not { } column) return TextRecord.Of(source, number, text.GetString()!);
            var label = json.GetProperty(column);
            return label.ValueKind == JsonValueKind.Null ? Refuse($"expected one label in field '{column}'; found null.")
                : TextRecord.Of(source, number, text.GetString()!, label.ToString());
        }
    }

    private static string? Problem(JsonElement json, string column)
    {
        var names = json.EnumerateObject().Select(property => property.Name).ToArray();
        int count = names.Count(name => name == column);
        if (count == 1) return null;
        if (count > 1) return $"expected one field '{column}'; found {count}.";
        string found = $"expected a field '{column}'; found {(names.Length == 0 ? "none" : string.Join(", ", names.Select(name => $"'{name}'")))}";
        return names.FirstOrDefault(name => name.Trim().Equals(column, StringComparison.OrdinalIgnoreCase)) is { } similar
            ? $"{found}: did you mean '{similar}'?" : found + ".";
    }

    // A half surrogate must be told at its row, and not when the result is written.
    private static JsonElement Whole(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) value.GetString();
        return value.Clone();
    }

    private static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
