using System.Text;
using System.Text.Json.Nodes;
using PureSaliency.Cli;
using PureSaliency.Tests.Roberta.Text;
using PureSaliency.Tests.Tensors;
using OsProcess = System.Diagnostics.Process;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>A tokenizer of letters, a configuration of 2 blocks of width 16, and texts: enough to train on within a second.</summary>
internal sealed class TrainingGround : IDisposable
{
    public const string Language = "language";
    private readonly TokenizerFolder _tokenizer = TokenizerFolder.Small();
    private readonly Scratch _scratch = new();

    public TrainingGround()
    {
        _scratch.File("config.json", Config().ToJsonString());
        _scratch.File("text.txt", string.Concat(
            Enumerable.Range(0, 300).Select(i => $"the {Mood(i)} film number {i} was {Mood(i)} to see\n")));
        _scratch.File("data.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"a {Mood(i)} film {i},{i % 2}\n")));
    }

    public string this[string name] => _scratch[name];

    public string[] Names => _scratch.Names;

    public string Tokenizer => _tokenizer.Path;

    public static JsonObject Config() => new()
    {
        ["architectures"] = new JsonArray("RobertaForMaskedLM"),
        ["hidden_size"] = 16,
        ["num_hidden_layers"] = 2,
        ["num_attention_heads"] = 2,
        ["intermediate_size"] = 32,
        ["vocab_size"] = TokenizerFolder.SmallPieces().Length,
        ["max_position_embeddings"] = 66,
        ["type_vocab_size"] = 1,
        ["layer_norm_eps"] = 1e-5,
    };

    public string File(string name, string content) => _scratch.File(name, content);

    /// <summary>The arguments of a pre-training run into <paramref name="output"/>; those given replace the usual ones.</summary>
    public string[] Pretrain(string output, params string[] more) => Merged(
        ["pretrain", "--text", this["text.txt"]], more, "--output", this[output], "--config", this["config.json"], "--tokenizer", Tokenizer,
        "--updates", "30", "--warmup", "3", "--rate", "0.01", "--length", "16", "--batch", "4", "--held-out", "0.1",
        "--evaluate-every", "10", "--save-every", "3", "--threads", "1");

    /// <summary>The arguments of a fine-tuning run into <paramref name="output"/>; those given replace the usual ones.</summary>
    public string[] FineTune(string output, params string[] more) => Merged(
        ["finetune"], more, "--output", this[output], "--model", this[Language], "--data", this["data.csv"],
        "--passes", "6", "--warmup", "3", "--rate", "0.02", "--batch", "8", "--attention-dropout", "0.1",
        "--evaluate-every", "4", "--save-every", "3", "--threads", "1");

    /// <summary>Makes a language model that has seen next to nothing.</summary>
    public void MakeLanguage() => Assert.Equal(0, Here(Pretrain(Language, "--updates", "2")).Code);

    /// <summary>Runs the command line in this process.</summary>
    public static Outcome Here(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        int code = new Shell(new Terminal { Output = output, Error = error }, TextExplainer.Load, CancellationToken.None).Run(args);
        return new(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Runs it as a process and kills it some milliseconds after its checkpoints have come to an update.</summary>
    /// <returns>Whether it was still alive then.</returns>
    public bool Kill(string[] args, string output, int update, int milliseconds)
    {
        using var process = Start(args, out var ended);
        Signals.WaitUntil(() => Latest(output) >= update || process.HasExited, $"a checkpoint of update {update}");
        Thread.Sleep(milliseconds);
        bool alive = !process.HasExited;
        process.Kill();
        process.WaitForExit();
        ended.GetAwaiter().GetResult();
        return alive;
    }

    public static OsProcess Start(string[] args, out Task<(string Output, string Error)> ended)
    {
        var process = Cli.Start(args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        ended = Task.Run(async () => (await output, await error));
        return process;
    }

    /// <summary>Updates of the last checkpoint; 0 once a run has begun, −1 before.</summary>
    public int Latest(string output)
    {
        string training = Path.Combine(this[output], "training");
        return !Directory.Exists(training) ? -1 : Directory.GetDirectories(training, "update-*")
            .Select(folder => int.TryParse(Path.GetFileName(folder)["update-".Length..], out int update) ? update : 0).Append(0).Max();
    }

    /// <summary>A file of the last checkpoint.</summary>
    public string Checkpoint(string output, string file) => Path.Combine(this[output], "training", $"update-{Latest(output):D8}", file);

    /// <summary>Makes sure that two runs ended in the same bits.</summary>
    public void SameBits(string one, string other, string hint = "")
    {
        Assert.Equal(Latest(one), Latest(other));
        foreach (var file in (Func<string, string>[])[
            run => Checkpoint(run, "model.safetensors"), run => Checkpoint(run, "optimizer.safetensors"),
            run => Path.Combine(this[run], "model.safetensors"), run => Path.Combine(this[run], "config.json")])
            Assert.True(Bytes(file(one)).SequenceEqual(Bytes(file(other))), $"'{file(other)}' has other bytes. {hint}");
        NoPartial(other);
    }

    /// <summary>Makes sure that nothing half written is left.</summary>
    public void NoPartial(string output) =>
        Assert.Empty(Directory.GetFileSystemEntries(this[output], "*.partial", SearchOption.AllDirectories));

    public void Dispose()
    {
        _tokenizer.Dispose();
        _scratch.Dispose();
    }

    private static byte[] Bytes(string path) => System.IO.File.ReadAllBytes(path);

    private static string Mood(int i) => i % 2 == 0 ? "dull" : "good";

    private static string[] Merged(string[] begin, string[] more, params string[] usual) =>
        [.. begin, .. usual.Chunk(2).Where(option => !more.Contains(option[0])).SelectMany(option => option), .. more];
}
