using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Cli;

public class ExplainSwitchesSpec
{
    private static readonly Dictionary<string, (string Arguments, ExplainOptions Options)> Cases = new()
    {
        ["nothing"] = ("", new()),
        ["plain method"] = ("--method grad-norm", new() { Method = GradNorm.Name, Decode = false }),
        ["decoded method"] = ("--method decoded-grad-x-input", new() { Method = GradXInput.Name, Decode = true }),
        ["aggregation"] = ("--aggregation integrated-gradients", new() { Method = IntegratedGradients.Name, Decode = true }),
        ["rollout"] = ("--method attention-rollout", new() { Method = AttentionRollout.Name, Decode = false }),
        ["layer"] = ("--layer 3", new() { Layer = LayerChoice.At(3) }),
        ["layers"] = ("--layer all", new() { Layer = LayerChoice.All }),
        ["auto"] = ("--layer auto", new()),
        ["target"] = ("--target negative", new() { Target = "negative" }),
        ["tau"] = ("--tau 3", new() { Tau = 3 }),
        ["top"] = ("--top=0", new() { Top = 0 }),
        ["rectify"] = ("--rectify relu", new() { Rectify = Rectify.Relu }),
        ["scale"] = ("--decode-scale l2", new() { DecodeScale = DecodeScale.L2 }),
        ["vocabulary"] = ("--vocabulary input", new() { Vocabulary = VocabularyScope.Input }),
        ["duplicates"] = ("--duplicates split", new() { Duplicates = Duplicates.Split }),
        ["order"] = ("--order weigh-then-decode", new() { Order = DecodeOrder.WeighThenDecode }),
        ["value"] = ("--explained-value log-probability", new() { Value = ExplainedValue.LogProbability }),
        ["centre"] = ("--centre text", new() { Centre = Centre.Text }),
        ["layer scale"] = ("--layer-scale rms", new() { LayerScale = LayerScale.Rms }),
        ["layers mixed"] = ("--layers-mixed 3", new() { LayersMixed = 3 }),
        ["unit"] = ("--unit token", new() { Unit = TextUnit.Token }),
        ["mean"] = ("--mean-over without-special", new ExplainOptions().With(GradCam.MeanOver, MeanOver.WithoutSpecial)),
        ["baseline"] = ("--baseline pad", new ExplainOptions().With(IntegratedGradients.Baseline, Baseline.Pad)),
        ["steps"] = ("--steps 7", new ExplainOptions().With(IntegratedGradients.Steps, 7)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void An_option_reaches_the_engine(string name)
    {
        using var cli = new Harness();
        var (arguments, options) = Cases[name];
        int code = cli.Run(["explain", "a film", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal("", cli.Error);
        Assert.Equal(0, code);
        Assert.Equal(("a film", options), cli.Asked.Single());
    }

    [Fact]
    public void Every_switch_can_be_set()
    {
        var standard = new ExplainOptions();
        foreach (var property in typeof(ExplainOptions).GetProperties().Where(property => property.CanWrite))
            Assert.Contains(Cases.Values, c => !Equals(property.GetValue(c.Options), property.GetValue(standard)));
    }

    [Fact]
    public void How_models_load_reaches_the_engine()
    {
        using var cli = new Harness();
        cli.Run("explain", "a film", "--model", "ag-news", "--lm", "roberta", "--threads", "2", "--dtype", "float64", "--device", "cpu");
        Assert.Equal(("ag-news", new LoadOptions { LanguageModel = "roberta", Device = new(Threads: 2), Precision = Precision.Float64 }), cli.Loaded);
    }

    [Theory]
    [InlineData("--method magic", "--method: expected one of grad-cam, decoded-grad-cam,", "'magic'")]
    [InlineData("--aggregation decoded-grad-cam", "one of grad-cam, grad-norm,", "'decoded-grad-cam'")]
    [InlineData("--aggregation grad-cam --method grad-cam", "--aggregation", "one of the two")]
    [InlineData("--layer -1", "--layer: expected auto, all or the number", "'-1'")]
    [InlineData("--layer 99999999999", "--layer", "'99999999999'")]
    [InlineData("--tau 0", "--tau: expected a whole number from 1", "'0'")]
    [InlineData("--tau many", "--tau", "'many'")]
    [InlineData("--tau 3 --tau 4", "--tau", "2 were provided")]
    [InlineData("--tau", "--tau", "missing")]
    [InlineData("--steps 0", "--steps", "'0'")]
    [InlineData("--threads 0", "--threads", "'0'")]
    [InlineData("--rectify RELU", "none, relu, abs", "'RELU'")]
    [InlineData("--decode-scale l3", "softmax, l2, logits", "'l3'")]
    [InlineData("--format xml", "text, json, jsonl, csv, html", "'xml'")]
    [InlineData("--dtype float16", "float32, float64", "'float16'")]
    [InlineData("--device gpu", "--device: expected one of cpu, cuda, opencl, auto", "'gpu'")]
    [InlineData("--column review", "--column", "no --input")]
    [InlineData("--input texts.txt", "TEXT", "--input")]
    [InlineData("--frob", "--frob", "")]
    [InlineData("another", "another", "")]
    public void What_is_not_known_gets_a_sentence_before_anything_is_loaded(string arguments, string expected, string found)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run(["explain", "a film", .. arguments.Split(' ')]));
        Assert.StartsWith("error: ", cli.Error);
        Assert.Contains(expected, cli.Error);
        Assert.Contains(found, cli.Error);
        Assert.Equal("", cli.Output);
        Assert.Null(cli.Loaded);
    }

    [Fact]
    public void Nothing_to_explain_gets_a_sentence()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain"));
        Assert.Contains("--input FILE", cli.Error);
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("[diagram]")]
    [InlineData("$HOME & <script>")]
    public void A_text_is_only_a_text(string text)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", text));
        Assert.Equal(0, cli.Run("explain", "--", "--" + text));
        Assert.Equal([text, "--" + text], cli.Asked.Select(a => a.Text));
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("explain", "--help")]
    public void Help_is_told_on_standard_output(params string[] args)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run(args));
        Assert.Contains("Usage:", cli.Output);
        Assert.Contains("Examples:\n  puresaliency explain \"", cli.Output);
        Assert.Equal("", cli.Error);
    }

    [Fact]
    public void A_failure_of_our_own_is_one_line_and_another_code()
    {
        using var cli = new Harness { Answer = _ => throw new InvalidOperationException("two\nlines") };
        Assert.Equal(1, cli.Run("explain", "a film"));
        Assert.Equal("error: PureSaliency failed: two lines (InvalidOperationException)\n", cli.Error);
        Assert.Equal("", cli.Output);
    }
}
