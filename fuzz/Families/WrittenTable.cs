using System.Text;
using PureSaliency.Fuzz.Damage;

namespace PureSaliency.Fuzz.Families;

/// <summary>
/// A table that was written by the rules of its format, with whatever a text may hold: it must be read as it was meant, or refused.
/// </summary>
/// <param name="Ending">csv, tsv or jsonl.</param>
internal sealed record WrittenTable(string Ending, byte[] Bytes, IReadOnlyList<(string Text, string Label)> Rows)
{
    private static readonly string[] Parts =
    [
        "a", "film", "the", " ", " ", "\"", "\"\"", "'", ",", ";", "\\", "\\\"", "\\n", "=", "#", "|", ":", "{", "}", "[1]", "é", "e\u0301", "日本", "😀", "\u00a0", "\u200b", "\u2028",
        "0", "1.0", "-", "null", "NULL", "sep=;", "text", "label", "//", "<s>", "\u202E", "!", ".", "?", "…", "“", "”", "\u0085", "\u000b", "\u000c", "\u001c",
    ];

    private static readonly string[] Breaks = ["\n", "\r\n", "\n\n"], Tabs = ["\t"];

    public static WrittenTable Of(Dice dice)
    {
        string ending = dice.Of(["csv", "tsv", "jsonl"]);
        string[] parts = ending switch { "csv" => [.. Parts, .. Breaks, .. Tabs], "tsv" => Parts, _ => [.. Parts, .. Breaks, .. Tabs, "\r", "\u0001"] };
        (string Text, string Label)[] rows = [.. Enumerable.Range(0, dice.Between(1, 6)).Select(_ => (Field(dice, parts, ending), dice.Of(["good", "bad", "so, so", "\"q\" x", "7"])))];
        if (ending == "tsv")
            rows = [.. rows.Select(row => row with { Label = row.Label.Trim('"') })];
        return new(ending, Written(ending, rows, dice), rows);
    }

    private static string Field(Dice dice, string[] parts, string ending)
    {
        while (true)
        {
            string text = string.Concat(Enumerable.Range(0, dice.Between(1, 8)).Select(_ => dice.Of(parts)));
            // Blank texts are refused by name; a field in quotes has two meanings where nobody quotes.
            if (!string.IsNullOrWhiteSpace(text) && !(ending == "tsv" && text.Trim().StartsWith('"') && text.Trim().EndsWith('"')))
                return text;
        }
    }

    private static byte[] Written(string ending, (string Text, string Label)[] rows, Dice dice)
    {
        string end = dice.OneIn(3) ? "\r\n" : "\n";
        bool turned = dice.OneIn(2), more = dice.OneIn(2), always = dice.OneIn(3);
        var text = new StringBuilder(dice.OneIn(5) ? "\uFEFF" : "");
        if (ending != "jsonl")
            Line("text", "label", "id");
        for (int i = 0; i < rows.Length; i++)
            Line(rows[i].Text, rows[i].Label, $"{i + 1}");
        if (dice.OneIn(4))
            text.Length -= end.Length;
        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(string first, string second, string third)
        {
            string[] fields = [.. (string[])[first, second], .. more ? [third] : Array.Empty<string>()];
            string[] names = [.. (string[])["text", "label"], .. more ? ["id"] : Array.Empty<string>()];
            var order = Enumerable.Range(0, fields.Length).ToArray();
            if (turned)
                Array.Reverse(order);
            text.Append(ending switch
            {
                "jsonl" => "{" + string.Join(',', order.Select(i => $"{Node.Quoted(names[i])}:{Node.Quoted(fields[i])}")) + "}",
                "csv" => string.Join(',', order.Select(i => Csv(fields[i], always))),
                _ => string.Join('\t', order.Select(i => fields[i])),
            }).Append(end);
        }
    }

    // RFC 4180.
    private static string Csv(string field, bool always) =>
        always || field.AsSpan().IndexOfAny(",\"\r\n") >= 0 || field.Trim() != field ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}
