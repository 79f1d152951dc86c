using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PureSaliency.Cli;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli;

/// <summary>
/// Names, labels, texts and paths full of marks that nobody sees go through every command: none comes out, on a screen, in a
/// page, in a message or in a card, and what programs read still says what was there.
/// </summary>
public sealed partial class HiddenMarksSpec : IDisposable
{
    // A title for the terminal's window, bells, deletions, C1 controls, turned directions, ends of lines, tags, what has no width.
    private const string Marks = "\u001b]0;x\a\u007f\u0085\u009b\u200b\u200e\u200f\u061c\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u202c"
        + "\u2028\u2029\ufeff\u00ad\u2060\ufff9\ufffe\ufdd0\u3164\U000E0041\ufe0f\r";

    private readonly Scratch _ground = new();
    private readonly string _model, _language;

    public HiddenMarksSpec()
    {
        _model = Copy("base", "m" + Marks);
        _language = Copy("language", "l" + Marks);
        var config = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(_model, "config.json")))!;
        config["id2label"] = new JsonObject { ["0"] = "zoo" + Marks, ["1"] = "art" + Marks + "\nusable yes", ["2"] = "law" };
        config.Remove("label2id");
        File.WriteAllText(Path.Combine(_model, "config.json"), config.ToJsonString());
    }

    public void Dispose() => _ground.Dispose();

    // {m}, {l}: model and language model; {t}: a text; {o}: a folder for results; {x}: a name of nothing.
    private static readonly string[] all =
    [
        "explain|{t}|--model|{m}|--lm|{l}", "explain|{t}|--model|{m}|--lm|{l}|--layer|all|--rectify|none", "explain|{t}|--model|{m}|--lm|{l}|--format|json",
        "explain|{t}|--model|{m}|--lm|{l}|--format|html|--target|zoo{x}", "explain|{t}|--model|{m}|--lm|{l}|--format|html|--layer|all",
        "explain|--input|{o}/in.jsonl|--column|{x}|--model|{m}|--lm|{l}|--format|jsonl", "explain|--input|{o}/in.jsonl|--model|{m}|--lm|{l}",
        "explain|--input|{o}/in.csv|--model|{m}|--lm|{l}", "explain|--input|{o}/in.csv|--column|{x}|--model|{m}|--lm|{l}|--output|{o}/out{x}.html",
        "explain|--input|{o}/in.csv|--column|{x}|--model|{m}|--lm|{l}|--output|{o}/out{x}.txt",
        "explain|{t}|--model|{x}", "explain|{t}|--model|{m}|--lm|{x}", "explain|{t}|--model|{m}|--lm|{l}|--target|{x}", "explain|{t}|--method|{x}",
        "explain|{t}|{x}", "explain|--{x}", "explain|{t}|--model|{m}|--output|{o}/none{x}/a.json", "explain|--input|{x}.txt", "explain|--input|{x}",
        "explain|{t}|--model|{m}|--method|lrp|--rectify|none|--evidence", "explain|{t}|--model|{m}|--method|grad-cam,lrp",
        "explain|{t}|--model|{m}|--method|grad-cam,lrp|--format|html", "explain|--input|{o}/in.jsonl|--column|{x}|--model|{m}|--method|grad-cam,lrp|--format|jsonl",
        "predict|{t}|--model|{m}", "predict|{t}|--model|{m}|--format|json", "predict|--input|{o}/in.jsonl|--column|{x}|--model|{m}",
        "predict|--input|{o}/in.csv|--column|{x}|--model|{m}|--keep|label|--output|{o}/out{x}.txt", "predict|{t}|--model|{x}",
        "evaluate|--model|{m}|--data|{o}/in.csv|--column|{x}|--label-column|{x}|--errors|3|--format|json",
        "info|{m}|--tensors", "info|{l}", "info|{x}", "info|{o}",
        "verify|{o}", "verify|{x}", "verify|{o}/in.jsonl|--tokenizer|{m}",
        "trace|{t}|--model|{m}|--lm|{l}|--output|{o}/trace{x}.safetensors", "trace|--ids|{x}", "trace|{t}|--model|{m}|--lm|{x}|--output|{o}/a",
        "gradcheck|{t}|--model|{m}|--samples|1", "gradcheck|--model|{x}",
        "bench|--model|{m}|--seconds|0.001|--length|5", "bench|--model|{m}|--seconds|0.001|--length|5|--format|json", "bench|--seconds|{x}",
        "evaluate|--model|{m}|--data|{o}/in.csv|--column|{x}|--label-column|{x}", "evaluate|--model|{l}|--data|{o}/in.txt", "evaluate|--data|{x}",
        "finetune|--model|{l}|--data|{o}/in.csv|--column|{x}|--label-column|label|--passes|1|--batch|2|--output|{o}/tuned{x}",
        "finetune|--model|{l}|--data|{o}/in.csv|--column|{x}|--label-column|{x}{x}|--output|{o}/tuned",
        "pretrain|--tokenizer|{l}|--config|tiny|--text|{o}/in.txt|--updates|1|--batch|1|--held-out|0.5|--length|8|--output|{o}/trained{x}",
        "pretrain|--text|{x}|--output|{o}/trained", "{x}", "--{x}",
        "study|--model|{m}|--lm|{l}|--data|{o}/in.csv|--column|{x}|--label-column|none|--methods|random,decoded-grad-cam|--resamples|10|--output|{o}/tested{x}",
        "study|--model|{m}|--data|{o}/in.csv|--column|{x}|--methods|random|--output|{o}/tested", "study|--data|{x}|--output|{o}/tested",
        "study|--model|{m}|--data|{o}/in.csv|--methods|{x}|--output|{o}/tested", "study|--model|{m}|--data|{o}/in.csv|--layers|{x}|--output|{o}/tested",
        "layers|--model|{m}|--lm|{l}|--data|{o}/in.csv|--column|{x}|--methods|lrp|--output|{o}/tested{x}", "layers|--model|{x}|--data|{o}/in.csv",
    ];

    public static TheoryData<string> Lines => [.. all];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Nothing_hidden_comes_out(string line)
    {
        string input = $"{JsonSerializer.Serialize("c" + Marks)}";
        Write("in.jsonl", $"{{{input}:{JsonSerializer.Serialize("a warm film " + Marks)}}}\n{{\"other{Marks.Replace("\r", "").Json()[1..^1]}\":1}}\n");
        Write("in.csv", $"\"c{Marks}\",label\n\"a warm film{Marks}\",good{Marks.Replace("\r", "")}\n\"an utter waste\",bad\n\"a good film\",good{Marks.Replace("\r", "")}\n\"bad\",bad\n");
        Write("in.txt", $"a warm film, {Marks.Replace("\r", "")} funny and gripping\nan utter waste of everybody's time and money\nso it goes on and on\n");
        string[] args = [.. line.Split('|').Select(Fill)];
        foreach (bool screen in new[] { false, true })
        {
            using var output = new MemoryStream();
            using var error = new StringWriter { NewLine = "\n" };
            int code = new Shell(
                new Terminal { Output = output, Error = error, Colours = screen, OutputIsTerminal = screen, ErrorIsTerminal = screen },
                TextExplainer.Load, CancellationToken.None).Run(args);
            Assert.True(code is 0 or 1 or 2, $"exit code {code}");
            Assert.True(args.Contains("--output") || output.Length + error.ToString().Length > 0);
            Clean(Encoding.UTF8.GetString(output.ToArray()), "standard output", screen);
            Clean(error.ToString(), "standard error", screen);
            if (code == Shell.BadInput) Assert.All(error.ToString().TrimEnd().Split('\n'), told => Assert.Matches("error: |note: ", told));
            foreach (string file in Directory.EnumerateFiles(_ground.Folder, "*", SearchOption.AllDirectories).Where(IsWritten))
                Clean(File.ReadAllText(file), file, screen: false);
            foreach (string folder in Directory.GetDirectories(_ground.Folder, "t*ed*")) Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Programs_read_what_was_there()
    {
        string text = "a warm " + Marks + " film";
        using var output = new MemoryStream();
        new Shell(new Terminal { Output = output, Error = TextWriter.Null }, TextExplainer.Load, CancellationToken.None)
            .Run(["explain", text, "--model", _model, "--method", "grad-cam", "--format", "json"]);
        var json = JsonDocument.Parse(output.ToArray()).RootElement;
        Assert.Equal(text, json.GetProperty("text").GetString());
        Assert.Contains("zoo" + Marks, json.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("label").GetString()));
    }

    [Fact]
    public void Every_command_is_tried()
    {
        var root = new Shell(new Terminal { Output = Stream.Null, Error = TextWriter.Null }, TextExplainer.Load, CancellationToken.None).Root();
        string[] tried = [.. all.Select(line => line.Split('|')[0]).Distinct()];
        Assert.All(root.Subcommands, command => Assert.Contains(command.Name, tried));
    }

    [Fact]
    public void No_code_goes_around_the_gate()
    {
        string source = Repository.Path("src", "Cli");
        (string Way, string[] Allowed)[] ways =
        [
            ("Console.Out", []), ("Console.Error", []), ("Console.Write", []), ("AnsiConsole.Create(", ["Screens.cs"]),
            ("OpenStandardOutput", ["StandardOutput.cs"]), ("OpenStandardError", ["StandardError.cs"]),
            ("RawWriter()", ["Terminal.cs", "Sink.cs", "BenchCommand.cs"]),
        ];
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/") && !file.Contains("/bin/")))
            foreach (var (way, allowed) in ways.Where(one => Regex.IsMatch(File.ReadAllText(file), $@"\b{Regex.Escape(one.Way)}(?![A-Za-z]*Encoding)")))
                Assert.True(allowed.Contains(Path.GetFileName(file)), $"{file} writes past the gate: {way}");
    }

    private static bool IsWritten(string file) => file.EndsWith("README.md", StringComparison.Ordinal)
        || (Path.GetFileName(file) is ['o', 'u', 't', ..] && Path.GetExtension(file) is ".html" or ".txt") || Path.GetFileName(file) is "training.jsonl" or "tables.md" or "study.html";

    private static void Clean(string text, string place, bool screen)
    {
        if (screen) text = Controls().Replace(text, "").Replace("\r", "");
        int at = text.AsSpan().IndexOfAny(Marks.Where(mark => !char.IsAsciiLetterOrDigit(mark) && mark is not (';' or ']')).ToArray());
        Assert.True(at < 0, at < 0 ? "" : $"U+{(int)text[at]:X4} in {place}: …{Escaped(text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 20)])}…");
    }

    private static string Escaped(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}"));

    private string Fill(string word) => word.Replace("{m}", _model).Replace("{l}", _language).Replace("{o}", _ground.Folder)
        .Replace("{t}", "a warm " + Marks + " film").Replace("{x}", "c" + Marks);

    private void Write(string name, string text) => File.WriteAllText(_ground[name], text);

    private string Copy(string of, string name)
    {
        string folder = Directory.CreateDirectory(_ground[name]).FullName;
        foreach (string file in Directory.EnumerateFiles(Repository.Path("tests", "cases", of)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    // What Spectre writes itself: colours, the cursor, lines erased.
    [GeneratedRegex(@"\u001b\[[0-9;?]*[mKJABCDGHhl]")]
    private static partial Regex Controls();
}
