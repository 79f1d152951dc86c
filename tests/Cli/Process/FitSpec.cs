namespace PureSaliency.Tests.Cli.Process;

/// <summary>Files that are right each for itself, but not together.</summary>
public sealed class FitSpec : IDisposable
{
    private readonly ModelFolder _model = ModelFolder.Sst2();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_tokenizer_of_another_vocabulary()
    {
        _model.Write("vocab.json", """{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"a":4,"<mask>":5}""");
        _model.Write("merges.txt", "#version: 0.2\n");
        Refuses("tokenizer");
    }

    [Fact]
    public void A_model_without_tokenizer()
    {
        _model.Delete("vocab.json");
        Refuses("vocab.json", "tokenizer.json");
    }

    [Fact]
    public void A_head_of_another_width() =>
        Refuses(["--lm", Repository.Path("tests", "golden", "tiny", "lm.safetensors")], "lm.safetensors", "width 32", "256");

    [Fact]
    public void A_classifier_for_a_head() =>
        Refuses(["--lm", Repository.Path("tests", "golden", "tiny")], "is a classifier");

    [Fact]
    public void No_head() => Refuses(["--lm", "nosuch"], "'nosuch'");

    [Fact]
    public void No_head_in_its_settings()
    {
        _model.Write("puresaliency.json", """{"languageModel": "../nosuch"}""");
        Refuses(["--method", "decoded-grad-cam"], "puresaliency.json", "nosuch");
        Assert.Contains(", with no language model to decode with (info says why)", Cli.Run("explain", "a film", "--model", _model.Place).Fine().Output);
    }

    private void Refuses(params string[] words) => Refuses([], words);

    private void Refuses(string[] more, params string[] words)
    {
        _model.Explain(more).Refuses(words);
        _model.HasNoOutput();
    }
}
