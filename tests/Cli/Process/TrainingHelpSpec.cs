using System.Text.RegularExpressions;
using PureSaliency.Cli;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What the help of training says is so, as far as it can be tried within seconds.</summary>
public sealed partial class TrainingHelpSpec : IDisposable
{
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData("pretrain")]
    [InlineData("finetune")]
    [InlineData("evaluate")]
    public void The_examples_can_be_read(string command)
    {
        string help = Cli.Run(command, "--help").Fine().Output;
        string[] examples = [.. help[help.IndexOf("Examples:\n", StringComparison.Ordinal)..].TrimEnd().Split('\n').Skip(1)];
        Assert.True(examples.Length >= 3);
        Assert.Contains(examples, example => example.StartsWith($"  puresaliency {command} ", StringComparison.Ordinal));
        var terminal = new Terminal { Output = Stream.Null, Error = TextWriter.Null };
        var root = new Shell(terminal, TextExplainer.Load, CancellationToken.None).Root();
        foreach (string example in examples)
        {
            string[] args = [.. Word().Matches(example.Trim()).Select(word => word.Value.Trim('"'))];
            Assert.Equal("puresaliency", args[0]);
            Assert.Empty(root.Parse(args[1..]).Errors);
        }
    }

    [Fact]
    public void Every_option_is_taken()
    {
        string[] both = ["--column", "text", "--parts", "2", "--weight-decay", "0.1", "--clip", "0.5", "--dropout", "0.1",
            "--attention-dropout", "0.1", "--patience", "3", "--seed", "5", "--device", "cpu", "--precision", "float32", "--float32",
            "--watch", "2", "--resume", "--warmup", "2"];
        Takes(_ground.Pretrain("language", [.. both, "--updates", "4"]));
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune("first", "--passes", "0.2")).Code);
        Takes(_ground.FineTune("moods", [.. both, "--from", _ground["first"], "--passes", "0.5", "--dev", _ground["data.csv"], "--label-column", "label",
            "--labels", "bad,good", "--length", "20", "--freeze-words", "--readable", "0.2", "--smoothing", "0.1"]));
    }

    private static void Takes(string[] args)
    {
        string help = TrainingGround.Here(args[0], "--help").Fine().Output;
        string[] options = [.. Option().Matches(help).Select(match => match.Value.Trim()).Order()];
        Assert.Equal(options, args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal)).Order());
        Assert.Equal(0, TrainingGround.Here(args).Code);
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("^  --[a-z0-9-]+", RegexOptions.Multiline)]
    private static partial Regex Option();
}
