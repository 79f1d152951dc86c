using System.Text;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureSaliency.Cli.Inputs;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Rows of a table out of pieces that quoting is about.</summary>
public sealed record AnyTable(string[][] Rows)
{
    public const int Columns = 3;

    private static readonly string[] Pieces = ["a", "é映", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", " ", "\\", "'", "film", "\\\"", "😀"];

    public static Arbitrary<AnyTable> Arbitrary() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => "x" + string.Concat(pieces)).ArrayOf(Columns).ArrayOf()
            .Select(rows => new AnyTable(rows)).ToArbitrary();
}

[Properties(Arbitrary = [typeof(AnyTable)], MaxTest = 300)]
public class TableLaws
{
    [Property]
    public void What_a_writer_of_the_rules_wrote_is_read_back(AnyTable table)
    {
        var records = Read("a.csv", Write(table, new CsvWriterOptions { NewLine = "\n" }));
        // A backslash before doubled quotes in a field of several lines may have been an escape: it is told.
        foreach (var (row, record) in table.Rows.Zip(records))
            if (record.Problem is null)
                Assert.Equal((row[1], row[2]), (record.Text, record.Label));
            else
                Assert.Contains(row, field => field.Contains('\n') && field.Contains("\\\""));
        Assert.Equal(Enumerable.Range(1, table.Rows.Length).Select(i => (long)i), records.Select(record => record.Row));
    }

    [Property]
    public void Tabs_without_quoting_are_read_back_whatever_the_quotes(AnyTable table)
    {
        string[][] rows = [.. table.Rows.Select(row => row.Select(field => string.Concat(field.Where(c => c is not ('\t' or '\n' or '\r')))).ToArray())];
        string content = string.Concat(rows.Prepend(["id", "text", "label"]).Select(row => string.Join('\t', row) + "\n"));
        var records = Read("a.tsv", Encoding.UTF8.GetBytes(content));
        Assert.Equal(rows.Select(row => ((string?)row[1], (string?)row[2])), records.Select(record => (record.Text, record.Label)));
        Assert.Equal(Enumerable.Range(2, rows.Length).Select(i => (long)i), records.Select(record => record.Line));
    }

    [Property]
    public void A_character_put_in_anywhere_changes_one_row_or_is_told(AnyTable table, byte place, byte which)
    {
        byte[] whole = Write(table, new CsvWriterOptions { NewLine = "\n" });
        var text = new StringBuilder(Encoding.UTF8.GetString(whole));
        int at = text.Length * place / 256, start = text.ToString().IndexOf('\n') + 1;
        if (at < start) return;
        text.Insert(at, "\",\\x"[which % 4]);
        try
        {
            int strange = Read("a.csv", Encoding.UTF8.GetBytes(text.ToString()))
                .Count(record => record.Problem is null && !table.Rows.Any(row => row[1] == record.Text && row[2] == record.Label));
            Assert.InRange(strange, 0, 1);
        }
        catch (PureSaliency.Tensors.InputException)
        {
            // Told, and nothing was read.
        }
    }

    private static byte[] Write(AnyTable table, CsvWriterOptions options)
    {
        var stream = new MemoryStream();
        using (var writer = CsvWriter.Create(stream, options, leaveOpen: true))
            foreach (string[] row in table.Rows.Prepend(["id", "text", "label"]))
            {
                foreach (string field in row) writer.WriteField(field);
                writer.EndRecord();
            }
        return stream.ToArray();
    }

    private static TextRecord[] Read(string name, byte[] content)
    {
        string folder = Directory.CreateTempSubdirectory("puresaliency").FullName;
        try
        {
            string path = Path.Combine(folder, name);
            File.WriteAllBytes(path, content);
            using var input = TextInput.Open(new("--data", path, "text", "label"), () => Stream.Null);
            return [.. input.Read()];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
