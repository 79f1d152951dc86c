using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using static System.Text.Encoding;

namespace PureSaliency.Fuzz.Families;

/// <summary>What a stopped run left, and what went wrong with it before it is resumed.</summary>
internal sealed class Resumes : Family
{
    private const string Input = "in.jsonl", Output = "out.jsonl", Beside = Output + ".partial", State = "state.json", Log = "training.jsonl", Tokens = "tokens.safetensors";

    private static readonly string[] Texts = ["a warm film", "the film was a", "été", "he was \"the\" film", "a  b", "x", "the film"];
    private static readonly byte[] Corpus = UTF8.GetBytes(string.Concat(Texts.Select(text => $"{{\"text\":{Node.Quoted(text)}}}\n")));
    private static readonly Lazy<byte[]> Whole = new(Explained);

    private static readonly byte[] Healthy = UTF8.GetBytes(
        new TrainingState(12, new Dictionary<string, string> { ["seed"] = "1", ["rate"] = "0.01" }, new(10, 0.75), 1, 1.5, 4096).ToJson());

    private static readonly byte[] Lines = UTF8.GetBytes(string.Concat(Enumerable.Range(1, 6).Select(i =>
        i % 3 == 0 ? $$"""{"update":{{i}},"evaluation":{"loss":0.5} }""" + "\n" : $$"""{"update":{{i}},"loss":1.25,"norm":0.5,"rate":0.01,"tokens":12,"seconds":1.5}""" + "\n")));

    private static readonly byte[] TokenBytes = Weights.File(
        [new("train", "I32", [4], [4, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0]), new("held_out", "I32", [2], [7, 0, 0, 0, 2, 0, 0, 0])], """{"documents":"2"}""");

    private static readonly string[] Known = ["\"seed\"", "\"0.01\"", "{}", "{\"seed\":null}", "{\"Update\":1,\"Score\":2}"];

    private static readonly (string, string)[] Fields =
    [
        ("Updates", "-1"), ("Updates", "2147483648"), ("Updates", "1.5"), ("Settings", "null"), ("Settings", "{\"seed\":null}"), ("Settings", "[]"), ("Settings", "{\"seed\":1}"), ("Best", "null"),
        ("Best", "{}"), ("Idle", "-5"), ("Seconds", "1e999"), ("Seconds", "-1"), ("Seconds", "\"NaN\""), ("Tokens", "-1"), ("Tokens", "1e3"), ("updates", "5"), ("More", "1"),
    ];

    public override string Name => "resume";

    public override Attempt Make(Dice dice) => dice.OneIn(250) ? StoppedTraining.Make(dice) : dice.Below(100) switch
    {
        < 12 => Cut(dice),
        < 40 => Damaged(dice),
        < 70 => OfState(dice),
        < 90 => OfLog(dice),
        _ => OfTokens(dice),
    };

    // A run that was stopped at any byte goes on to what it would have written.
    private static Attempt Cut(Dice dice)
    {
        byte[] whole = Whole.Value;
        int end = dice.Below(whole.Length + 1);
        string name = dice.OneIn(4) ? Output : Beside;
        return new("explain --resume", $"{name} cut at {end}", [new(Input, Corpus), new(name, whole[..end])], folder =>
        {
            int read;
            try
            {
                read = Resume(folder, name, whole[..end]);
            }
            catch (InputException problem)
            {
                throw new BrokenRuleException("what was stopped can be resumed", problem.Message);
            }
            string expected = Untimed(whole), found = Untimed(File.ReadAllBytes(Path.Combine(folder, Output)));
            BrokenRuleException.Unless(expected == found, "resumed to the same bytes", $"expected {expected}, found {found}");
            return read;
        })
        { Writes = true };
    }

    private static Attempt Damaged(Dice dice)
    {
        byte[] whole = Whole.Value;
        string name = dice.OneIn(3) ? Output : Beside;
        var (bytes, done) = dice.OneIn(2) ? Mixed.Plain(whole, dice, Corpus) : Line(whole, dice);
        return new("explain --resume", $"{name}: {done}", [new(Input, Corpus), new(name, bytes)], folder => Resume(folder, name, bytes)) { Writes = true };
    }

    private static (byte[], string) Line(byte[] whole, Dice dice)
    {
        string[] lines = UTF8.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int at = dice.Below(lines.Length);
        var (line, done) = Mixed.Json(UTF8.GetBytes(lines[at]), dice, Corpus, ["\"a warm film\"", "\"puresaliency/explanation/1\"", "\"puresaliency/explanation/2\""],
            [("schema", "null"), ("text", "\"x\""), ("text", "null"), ("row", "2"), ("row", "-1"), ("line", "0"), ("problem", "\"x\""), ("model", "{}"), ("options", "{}"), ("keep", "[null]")]);
        byte[] before = UTF8.GetBytes(string.Concat(lines[..at].Select(l => l + "\n"))), after = UTF8.GetBytes("\n" + string.Concat(lines[(at + 1)..].Select(l => l + "\n")));
        return ([.. before, .. line, .. after], $"line {at + 1}: {done}");
    }

    private static int Resume(string folder, string name, byte[] earlier)
    {
        string input = Path.Combine(folder, Input), output = Path.Combine(folder, Output);
        string told;
        try
        {
            told = Face.Ran(["explain", "--input", input, "--output", output, "--resume"], Borrowed.Lend).Error;
        }
        catch (InputException problem) when (File.Exists(output) && !File.ReadAllBytes(output).AsSpan().SequenceEqual(name == Output ? earlier : []))
        {
            told = problem.Message; // a row says that the earlier run could not explain it
        }
        catch (InputException)
        {
            Left(folder, name);
            BrokenRuleException.Unless(
                File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(earlier), "what is refused stays as it was", name);
            throw;
        }
        Left(folder, Output);
        string[] found = [.. File.ReadAllText(output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Face.Json(line, "line"))
            .Skip(1).Select(line => line.TryGetProperty("text", out var text) ? text.ToString() : "none")];
        BrokenRuleException.Unless(found.SequenceEqual(Texts), "every text once, in order", string.Join(" | ", found));
        return HashCode.Combine(told, Untimed(File.ReadAllBytes(output)));
    }

    private static void Left(string folder, string name)
    {
        string[] left = [.. Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Where(entry => entry != Input && entry != name
            && (entry.EndsWith(".partial", StringComparison.Ordinal) || entry.EndsWith(".lock", StringComparison.Ordinal) || entry == Output))];
        BrokenRuleException.Unless(left.Length == 0, "nothing is left over", string.Join(", ", left));
    }

    private static byte[] Explained()
    {
        using var place = new Workplace();
        place.Fill([new(Input, Corpus)]);
        string output = Path.Combine(place.Folder, Output);
        Face.Ran(["explain", "--input", Path.Combine(place.Folder, Input), "--output", output], Borrowed.Lend);
        return File.ReadAllBytes(output);
    }

    private static Attempt OfState(Dice dice)
    {
        var (bytes, done) = Mixed.Json(Healthy, dice, Lines, Known, Fields);
        return new("TrainingState", done, [new(State, bytes)], folder =>
        {
            var state = TrainingState.Read(Path.Combine(folder, State));
            BrokenRuleException.Unless(state.Updates >= 0 && state.Idle >= 0 && state.Tokens >= 0, "counts are not negative", $"{state}");
            BrokenRuleException.Unless(double.IsFinite(state.Seconds) && state.Seconds >= 0, "time is a number", $"{state.Seconds}");
            BrokenRuleException.Unless(state.Settings is not null && state.Settings.Values.All(value => value is not null), "settings are texts", $"{state}");
            return HashCode.Combine(state.Updates, state.Best, state.Idle, state.Seconds, state.Tokens, string.Join('\0', state.Settings!));
        });
    }

    private static Attempt OfLog(Dice dice)
    {
        var (bytes, done) = dice.OneIn(2) ? Mixed.Plain(Lines, dice, Healthy) : Line(Lines, dice);
        int update = dice.Below(8);
        return new("RunLog", $"{done}; on from {update}", [new(Log, bytes)], folder =>
        {
            string path = Path.Combine(folder, Log);
            using (RunLog.GoOn(path, update))
            {
                // Opened, it has what was there before.
            }
            var lines = RunLog.Read(path).ToArray();
            BrokenRuleException.Unless(lines.All(line => (int)line["update"]! < update), "only earlier lines stay", File.ReadAllText(path));
            return HashCode.Combine(lines.Length, string.Join('\n', lines.Select(line => line.ToJsonString())));
        })
        { Writes = true };
    }

    private static Attempt OfTokens(Dice dice)
    {
        var (bytes, done) = dice.OneIn(2) ? Mixed.Plain(TokenBytes, dice, Lines) : Header(TokenBytes, dice);
        FileContent[] files = [new(Tokens, bytes), new("vocab.json", TinyTokenizer.Vocabulary), new("merges.txt", TinyTokenizer.MergeLines)];
        return new("TokenFile", done, files, folder =>
        {
            var tokens = TokenFile.LoadOrMake(Path.Combine(folder, Tokens), [], Tokenizer.Load(folder), 0.1, 1, CancellationToken.None);
            BrokenRuleException.Unless(tokens.Train.Concat(tokens.HeldOut).All(id => (uint)id < (uint)TinyTokenizer.Pieces.Count), "ids of the vocabulary", string.Join(' ', tokens.Train));
            return HashCode.Combine(tokens.Fingerprint, tokens.Documents);
        });
    }

    private static (byte[], string) Header(byte[] file, Dice dice)
    {
        var (header, data) = Weights.Split(file);
        var root = Node.Parse(header);
        string done = NodeDamage.Do(root, dice, ["\"F32\"", "\"I64\"", "[4]", "[2]", "\"-1\"", "\"two\""], []);
        if (dice.OneIn(2))
            data[dice.Below(data.Length)] = (byte)dice.Below(256);
        return (Weights.Join(root.ToBytes(), data), done);
    }

    private static string Untimed(byte[] lines) => Face.Timing().Replace(UTF8.GetString(lines), "");
}
