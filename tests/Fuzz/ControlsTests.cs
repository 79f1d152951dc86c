using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using PureSaliency.Fuzz;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Families;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;

namespace PureSaliency.Tests.Fuzz;

/// <summary>The damage bites: readers with mistakes planted in them are found out, and those without are left alone.</summary>
public sealed class ControlsTests
{
    private const int Many = 3000;
    private const string File = "x";

    [Fact]
    public void A_reader_that_trusts_offsets() => Finds("Exception in ", Safetensors.Healthy, Plain, bytes =>
    {
        var (header, data) = Weights.Split(bytes);
        int read = 0;
        foreach (var tensor in JsonDocument.Parse(header).RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__"))
            read += data[tensor.Value.GetProperty("data_offsets")[0].GetInt32()..tensor.Value.GetProperty("data_offsets")[1].GetInt32()].Length;
        return read;
    }, TolerateMost);

    [Fact]
    public void A_reader_that_forgets_half_surrogates() => Finds("InvalidOperationException in ", [TinyModel.Config], Tree, bytes =>
    {
        using var json = JsonDocument.Parse(bytes);
        return json.RootElement.ValueKind != JsonValueKind.Object ? 0 : json.RootElement.EnumerateObject()
            .Sum(member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()!.Length : 0);
    }, problem => problem is JsonException);

    [Fact]
    public void A_reader_that_goes_into_every_depth() => Finds("BrokenDepthException in ", [TinyModel.Config], Tree, bytes =>
    {
        int depth = 0;
        foreach (byte letter in bytes)
        {
            depth += letter is (byte)'{' or (byte)'[' ? 1 : letter is (byte)'}' or (byte)']' ? -1 : 0;
            if (depth > 1000)
                throw new BrokenDepthException();
        }
        return depth;
    });

    [Fact]
    public void A_reader_that_believes_a_length() => Finds("memory", Safetensors.Healthy, Plain, bytes =>
        bytes.Length < 8 ? 0 : new byte[(int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), 2 * (ulong)Judge.MostAllocated)].Length, TolerateMost, files: 200);

    [Fact]
    public void A_reader_that_reads_otherwise_the_second_time()
    {
        int times = 0;
        Finds("twice the same", [TinyModel.Config], Tree, _ => times++);
    }

    [Fact]
    public void A_reader_that_never_ends()
    {
        using var end = new ManualResetEventSlim();
        Finds("hang", [TinyModel.Config], Plain, bytes =>
        {
            if (Array.IndexOf(bytes, (byte)0xFF) >= 0)
                end.Wait();
            return 0;
        }, patience: TimeSpan.FromMilliseconds(300));
        end.Set();
    }

    [Fact]
    public void A_reader_of_tables_that_knows_no_quotes()
    {
        bool wrong = Enumerable.Range(0, 200).Select(i => WrittenTable.Of(new Dice(1, "control", i))).Where(table => table.Ending == "csv")
            .Any(table => !Naive(table.Bytes).SequenceEqual(table.Rows.Select(row => row.Text)));
        Assert.True(wrong);

        static IEnumerable<string> Naive(byte[] table)
        {
            string[][] lines = [.. Encoding.UTF8.GetString(table).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0).Select(line => line.Split(','))];
            int column = Math.Max(0, Array.FindIndex(lines[0], name => name.Trim('"') == "text"));
            return lines.Skip(1).Select(fields => column < fields.Length ? fields[column].Trim('"') : "");
        }
    }

    [Fact]
    public void Sentences_with_what_a_terminal_obeys()
    {
        Assert.Equal("holds U+001B", Judge.Sentence("a \u001b[2J b"));
        Assert.Equal("holds U+202E", Judge.Sentence("a \u202E b"));
        Assert.Equal("holds U+2028", Judge.Sentence("a \u2028 b"));
        Assert.Equal("holds U+009B", Judge.Sentence("a \u009B b"));
        Assert.Equal("empty", Judge.Sentence(" "));
        Assert.Null(Judge.Sentence("'é 👩‍👩‍👧 日本': expected that, found this."));
    }

    [Fact]
    public void A_reader_without_mistakes()
    {
        var summary = Run(new Planted([TinyModel.Config], Tree, bytes =>
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.EnumerateObject().Count() : 0;
        }, problem => problem is JsonException), TimeSpan.FromSeconds(20));
        Assert.Equal(0, summary.Failures);
        Assert.True(summary.Accepted("planted") > 50 && summary.Refused("planted") > 50, $"{summary}");
    }

    [Fact]
    public void The_same_number_makes_the_same_file()
    {
        foreach (var family in AllFamilies.List)
        {
            string[] Made(ulong seed) => [.. Enumerable.Range(0, 40).Select(i => Bytes(family.Make(new Dice(seed, family.Name, i))))];
            string[] first = Made(5);
            Assert.Equal(first, Made(5));
            Assert.InRange(first.Concat(Made(6)).Distinct().Count(), 60, 80);
        }

        static string Bytes(Attempt attempt) => string.Join('\n', attempt.Files.Select(file => file.Name + Convert.ToHexString(file.Bytes)).Append(attempt.Done));
    }

    private static void Finds(
        string signature, IReadOnlyList<byte[]> healthy, Func<byte[], Dice, byte[]> damage, Func<byte[], int> read,
        Func<Exception, bool>? tolerated = null, TimeSpan? patience = null, int files = Many)
    {
        var summary = Run(new Planted(healthy, damage, read, tolerated), patience ?? TimeSpan.FromSeconds(20), files);
        Assert.Contains(summary.Causes.Keys, cause => cause.Signature.Contains(signature, StringComparison.Ordinal));
    }

    private static Summary Run(Planted planted, TimeSpan patience, int files = Many) =>
        new Fuzzer(new FuzzOptions(1) { Files = files, Threads = 1, Patience = patience }, [planted], TextWriter.Null).Run();

    private static byte[] Plain(byte[] healthy, Dice dice) => Mixed.Plain(healthy, dice, healthy).Bytes;

    private static byte[] Tree(byte[] healthy, Dice dice) => Mixed.Json(healthy, dice, healthy, [], []).Bytes;

    private static bool TolerateMost(Exception problem) => problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException;

    private sealed class BrokenDepthException : Exception;

    /// <summary>A reader with a mistake; the errors that its writer thought of are refusals.</summary>
    private sealed class Planted(
        IReadOnlyList<byte[]> healthy, Func<byte[], Dice, byte[]> damage, Func<byte[], int> read, Func<Exception, bool>? tolerated) : Family
    {
        public override string Name => "planted";

        public override Attempt Make(Dice dice)
        {
            byte[] bytes = damage(dice.Of(healthy), dice);
            return new("planted", "", [new(File, bytes)], folder =>
            {
                try
                {
                    return read(System.IO.File.ReadAllBytes(Path.Combine(folder, File)));
                }
                catch (Exception problem) when (tolerated?.Invoke(problem) == true)
                {
                    throw new PureSaliency.Tensors.InputException("This file is refused.", problem);
                }
            });
        }
    }
}
