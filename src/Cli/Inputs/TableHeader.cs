using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>The names of a table's columns; where one is not there, the likely cause is told and not only that it is not.</summary>
/// <param name="name">The file.</param>
/// <param name="separator">What separates its fields.</param>
/// <param name="row">The first row, split.</param>
/// <param name="line">The first line as it is written.</param>
internal sealed class TableHeader(string name, char separator, TableRow row, string line)
{
    private const int LongestName = 40, WordsOfName = 4;

    private static readonly (char Mark, string Name, string Advice)[] Separators =
    [
        (',', "commas", "name it .csv"), ('\t', "tabs", "name it .tsv"),
        (';', "';'", "save it with commas (.csv) or tabs (.tsv)"), ('|', "'|'", "save it with commas (.csv) or tabs (.tsv)"),
    ];

    public int Count => row.Fields.Length;

    /// <exception cref="InputException">Two columns have one name: which is meant cannot be known.</exception>
    public void CheckNames()
    {
        var twice = row.Fields.Select((field, i) => (Field: field.Trim(), Place: i + 1)).Where(column => column.Field.Length > 0)
            .GroupBy(column => column.Field).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new InputException($"{name}: expected columns of different names; found '{twice.Key}' as columns "
                + $"{string.Join(" and ", twice.Select(column => column.Place))}.");
    }

    /// <summary>A column that may be there; null if it is not.</summary>
    public int? Find(string column) => Array.IndexOf(row.Fields, column) is >= 0 and var index ? index : null;

    public int Index(string column)
    {
        int index = Array.IndexOf(row.Fields, column);
        if (index >= 0 && row.Problem is null) return index;
        string cause = Cause(column);
        throw new InputException($"{name}: {cause}{(cause.EndsWith('?') ? "" : ".")}");
    }

    private string Cause(string column)
    {
        string start = line.TrimStart();
        if (start.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            return $"its first line, '{Short(line)}', sets the separator for Excel and is no header: remove it{(start.AsSpan(4).Trim() is [var mark] && mark != separator ? $", and separate the fields by {Name(separator)}" : "")}";
        if (start.StartsWith('{') || start.StartsWith('['))
            return "expected a header; found JSON: an object per line is called .jsonl";
        if (start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "expected a header; found an HTML page: what was downloaded is not the table";
        if (Separated(column) is { } other)
            return $"expected fields separated by {Name(separator)}; its columns are separated by {other.Name}: {other.Advice}";
        if (row.Problem is not null)
            return $"its header cannot be read: {row.Problem.TrimEnd('.')}";
        string columns = $"there is no column '{column}'; its columns are {string.Join(", ", row.Fields.Select(field => $"'{Short(field)}'"))}";
        if (row.Fields.FirstOrDefault(field => Similar(field, column)) is { } similar)
            return $"{columns}: did you mean '{similar}'?";
        return LooksLikeRow() ? $"{columns}. That looks like a row: the first line must name the columns" : columns;
    }

    private (char Mark, string Name, string Advice)? Separated(string column)
    {
        var others = Separators.Where(other => other.Mark != separator && line.Contains(other.Mark)).ToArray();
        foreach (var other in others)
            if (line.Split(other.Mark).Any(field => Similar(field, column)))
                return other;
        return row.Fields.Length == 1 && others is [var only] && !LooksLikeRow() ? only : null;
    }

    private bool LooksLikeRow() => row.Fields.Any(field => double.TryParse(field, out _)
        || field.Length > LongestName || field.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= WordsOfName);

    private static bool Similar(string field, string column) =>
        field.Trim(' ', '"', '\'', '\uFEFF').Equals(column.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Name(char separator) => Separators.First(known => known.Mark == separator).Name;

    private static string Short(string field) => field.Length > LongestName ? field[..LongestName] + "…" : field;
}
