using System.Text;
using System.Text.RegularExpressions;
using PureSaliency.Saliency.Options;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What the help says is so.</summary>
public sealed partial class HelpSpec : IDisposable
{
    private static readonly string Golden = Repository.Path("tests", "golden", "tiny");
    private readonly Scratch _scratch = new();

    public HelpSpec()
    {
        Directory.CreateSymbolicLink(_scratch["weights"], Repository.Path("weights"));
        Directory.CreateSymbolicLink(_scratch["tests"], Repository.Path("tests"));
        File.CreateSymbolicLink(_scratch["golden.safetensors"], Path.Combine(Golden, "golden.safetensors"));
        _scratch.File("reviews.csv", "id,review,stars\n1,so-so,3\n2,\"a warm, funny film\",5\n");
        _scratch.File("dev.tsv", "text\tlabel\na warm, funny film\tpositive\nan utter waste of two hours\tnegative\nnot bad at all\tpositive\n");
        _scratch.File("texts.csv", "id,review\n1,so-so\n");
    }

    public void Dispose()
    {
        Directory.Delete(_scratch["weights"]);
        Directory.Delete(_scratch["tests"]);
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("predict")]
    [InlineData("trace")]
    [InlineData("verify")]
    [InlineData("gradcheck")]
    [InlineData("bench")]
    [InlineData("info")]
    public void The_examples_run(string command)
    {
        string help = Cli.Run(command, "--help").Fine().Output;
        string[] examples = [.. help[help.IndexOf("Examples:\n", StringComparison.Ordinal)..].TrimEnd().Split('\n').Skip(1)];
        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            Assert.Matches($"^  (tail -f log.txt \\| )?puresaliency {command}( |$)", example);
            string[] args = [.. Word().Matches(example[(example.IndexOf("puresaliency", StringComparison.Ordinal) + "puresaliency".Length)..])
                .Select(word => word.Value.Trim('"'))];
            Cli.Run(args, Encoding.UTF8.GetBytes("a film\n"), workingDirectory: _scratch.Folder).WithoutNotes().Fine();
            if (Array.IndexOf(args, "--output") is > 0 and var output)
                Assert.NotEqual(0, new FileInfo(_scratch[args[output + 1]]).Length);
        }
        Assert.DoesNotContain(_scratch.Names, name => name.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("explain --input texts.csv --column review --keep id --detail tokens --model ag-news --lm weights/roberta-small --format jsonl --output out.jsonl --resume "
        + "--method decoded-integrated-gradients --layer 2 --target Sports --tau 5 --top 3 --rectify abs --decode-scale l2 --vocabulary input "
        + "--duplicates split --order weigh-then-decode --explained-value log-probability --centre text --layer-scale rms --layers-mixed 3 --unit token --mean-over without-special --baseline pad "
        + "--steps 3 --window 2 --replacement pad --threads 1 --device cpu --precision float32 --dtype float64", "--aggregation --evidence")]
    [InlineData("predict --input texts.csv --column review --keep id --model ag-news --format jsonl --output out.jsonl --resume "
        + "--threads 1 --device cpu --precision float32 --dtype float64")]
    [InlineData("evaluate --data dev.tsv --model sst2 --column text --label-column label --labels negative,positive --length 8 "
        + "--errors 1 --errors-output out.csv --format json --threads 1 --device cpu --precision float32")]
    [InlineData("trace --ids golden.safetensors --case gap --model tests/golden/tiny --lm tests/golden/tiny/lm.safetensors --param-grads "
        + "--steps 2 --device cpu --dtype float64 --output out.safetensors")]
    [InlineData("verify tests/golden/tokenizer.jsonl --tokenizer tests/golden/roberta-base --device cpu")]
    [InlineData("gradcheck film --model ag-news --samples 1 --seed 7 --parameters --device cpu")]
    [InlineData("bench --model ag-news --device cpu --precision float32 --threads 1 --length 5 --batch 2 --seconds 0.01 --format json")]
    [InlineData("info tests/golden/tiny --tensors")]
    [InlineData("study --data dev.tsv --model sst2 --lm weights/roberta-small --column text --label-column label --rationale-column marks --methods random,lrp --layers 7 "
        + "--measures hiding --removal pad --limit 1 --costly-limit 0 --seed 2 --resamples 20 --output study --resume --threads 1 --device cpu --precision float32")]
    [InlineData("layers --data dev.tsv --model ag-news --lm weights/roberta-small --column text --methods lrp --removal delete --limit 2 --seed 2 --output layers --resume "
        + "--threads 1 --device cpu --precision float32")]
    public void Every_option_is_taken(string line, string alias = "")
    {
        string[] args = [.. line.Split(' ')];
        if (args[0] == "explain") args = [.. args, .. OfMethods(args)];
        string help = Cli.Run(args[0], "--help").Fine().Output;
        string[] options = [.. Option().Matches(help).Select(match => match.Value.Trim()).Order()];
        Assert.Equal(options, args.Concat(alias.Split(' ')).Where(arg => arg.StartsWith("--", StringComparison.Ordinal)).Order());
        Cli.Run(args, null, workingDirectory: _scratch.Folder).Fine();
    }

    // Options that methods declare and the line does not name, with their defaults.
    private static IEnumerable<string> OfMethods(string[] args) => ExplainOption.All
        .Where(option => option.Scope == OptionScope.Method && !args.Contains("--" + option.Name))
        .SelectMany(option => (string[])["--" + option.Name, option.Standard]);

    [Fact]
    public void An_aggregation_is_short_for_a_method() => Assert.Equal(
        Json.Numbers(Json.Whole(Cli.Run("explain", "a film", "--format", "json", "--method", "decoded-grad-norm").Fine().Output)),
        Json.Numbers(Json.Whole(Cli.Run("explain", "a film", "--format", "json", "--aggregation", "grad-norm").Fine().Output)));

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("^  --[a-z-]+", RegexOptions.Multiline)]
    private static partial Regex Option();
}
