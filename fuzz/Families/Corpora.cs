using System.Text;
using System.Text.Json;
using PureSaliency.Cli.Inputs;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Run;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>Files of texts: damaged ones, and well written ones that hold what is hard to read.</summary>
internal sealed class Corpora : Family
{
    private const string Output = "out.jsonl";

    private static readonly Dictionary<string, byte[]> Healthy = new[]
    {
        ("csv", "id,text,label\n1,a warm film,good\n2,\"dull, flat\nand long\",bad\n3,\"he said \"\"no\"\"\",bad\n4,été 😀,good\n"),
        ("tsv", "text\tlabel\nthe film\tgood\nit's \"fine\" so\tgood\n5\" of nothing\tbad\nl'été\tbad\n"),
        ("jsonl", "{\"text\":\"a film\",\"label\":\"good\"}\n{\"label\":\"bad\",\"text\":\"d\\u00fcnn\\n\",\"id\":[1]}\n\n{\"text\":\"x\",\"label\":1}\n"),
        ("txt", "a warm film\n\nnot bad, \"really\"\n  été\t😀\nend"),
    }.ToDictionary(file => file.Item1, file => Encoding.UTF8.GetBytes(file.Item2));

    private static readonly string[] Endings = [.. Healthy.Keys];

    public override string Name => "corpus";

    public override Attempt Make(Dice dice)
    {
        if (dice.OneIn(4))
        {
            var table = WrittenTable.Of(dice);
            string named = "in." + table.Ending;
            return new("well written", $"{table.Rows.Count} rows", [new(named, table.Bytes)], folder => Meant(Path.Combine(folder, named), table));
        }
        string ending = dice.Of(Endings), name = "in." + ending;
        var (bytes, done) = Damaged(ending, dice);
        FileContent[] files = [new(name, bytes)];
        return dice.Below(100) switch
        {
            < 60 => new("TextInput", done, files, folder => Texts(Path.Combine(folder, name))),
            < 90 => new("LabelledInput", done, files, folder => Labelled(Path.Combine(folder, name))),
            _ => new("explain --input", done, files, folder => Explained(folder, name, bytes)) { Writes = true },
        };
    }

    private static (byte[], string) Damaged(string ending, Dice dice)
    {
        byte[] healthy = Healthy[ending], other = Healthy[dice.Of(Endings)];
        if (ending != "jsonl" || dice.OneIn(2))
            return Mixed.Plain(healthy, dice, other);
        string[] lines = Encoding.UTF8.GetString(healthy).Split('\n');
        int at = dice.OneIn(2) ? 0 : 1;
        var (line, done) = Mixed.Json(Encoding.UTF8.GetBytes(lines[at]), dice, other, ["\"text\"", "\"label\"", "\"\""], [("text", "null"), ("text", "\"\\ud800\""), ("label", "[]"), ("label", "1.0")]);
        byte[] before = Encoding.UTF8.GetBytes(at == 0 ? "" : lines[0] + "\n"), after = Encoding.UTF8.GetBytes("\n" + string.Join('\n', lines[(at + 1)..]));
        return ([.. before, .. line, .. after], $"line {at + 1}: {done}");
    }

    private static int Texts(string path)
    {
        using var input = TextInput.Open(new("--input", path, "text"), () => Stream.Null);
        var read = new HashCode();
        foreach (var record in input.Read())
        {
            BrokenRuleException.Unless((record.Text is null) != (record.Problem is null), "a text or a problem", $"{record}");
            BrokenRuleException.Unless(record.Problem is null || Judge.Sentence(new InputException(record.Problem).Message) is null, "problems are sentences", record.Problem ?? "");
            BrokenRuleException.Unless(record.Text is null || !string.IsNullOrWhiteSpace(record.Text), "no blank text", $"{record}");
            read.Add((record.Line, record.Text, record.Problem));
        }
        return read.ToHashCode();
    }

    private static int Labelled(string path)
    {
        var read = new HashCode();
        foreach (var text in LabelledInput.Read("--data", path, "text", "label"))
        {
            BrokenRuleException.Unless(text.Label.Length > 0, "no label is empty", text.Text);
            read.Add((text.Text, text.Label));
        }
        return read.ToHashCode();
    }

    // Every text and label as its writer meant it.
    private static int Meant(string path, WrittenTable table)
    {
        var texts = LabelledInput.Read("--data", path, "text", "label");
        var found = texts.Select(text => (text.Text, text.Label)).ToArray();
        BrokenRuleException.Unless(found.SequenceEqual(table.Rows.Select(row => (row.Text, row.Label.Trim()))), $"a {table.Ending} as it was meant",
            $"expected {JsonSerializer.Serialize(table.Rows.Select(row => row.Text))}, found {JsonSerializer.Serialize(found.Select(row => row.Text))}");
        return HashCode.Combine(found.Length, string.Join('\0', found));
    }

    private static int Explained(string folder, string name, byte[] bytes)
    {
        string input = Path.Combine(folder, name), output = Path.Combine(folder, Output), told = "";
        InputException? refusal = null;
        try
        {
            told = Face.Ran(["explain", "--input", input, "--output", output], Borrowed.Lend).Error;
        }
        catch (InputException problem)
        {
            refusal = problem;
        }
        BrokenRuleException.Unless(File.ReadAllBytes(input).AsSpan().SequenceEqual(bytes), "the input stays", name);
        BrokenRuleException.Unless(Directory.GetFiles(folder).All(file => Path.GetFileName(file) is var left && (left == name || left.StartsWith(Output, StringComparison.Ordinal))
            && !left.EndsWith(".partial", StringComparison.Ordinal) && !left.EndsWith(".lock", StringComparison.Ordinal)), "nothing is left over", string.Join(", ", Directory.GetFiles(folder)));
        string written = File.Exists(output) ? File.ReadAllText(output) : "";
        foreach (string line in written.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Face.Json(line, "line");
        BrokenRuleException.Unless(written.Length == 0 || written.EndsWith('\n'), "lines end", written);
        if (refusal is not null)
            throw new InputException(refusal.Message);
        return HashCode.Combine(told, Face.Timing().Replace(written, ""));
    }
}
