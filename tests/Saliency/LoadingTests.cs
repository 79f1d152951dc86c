using PureSaliency.Saliency;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tests.Roberta;
using PureSaliency.Tests.Roberta.Text;

namespace PureSaliency.Tests.Saliency;

/// <summary>Classifier, tokenizer and head must fit each other, or loading says in a sentence what does not.</summary>
public sealed class LoadingTests : IDisposable
{
    private static readonly int Pieces = TokenizerFolder.SmallPieces().Length;
    private readonly List<IDisposable> made = [];

    public void Dispose() => made.ForEach(folder => folder.Dispose());

    [Theory]
    [InlineData(0)]
    [InlineData(255)] // a table padded to a round number of rows
    public void A_made_model_explains_with_a_made_head(int padding)
    {
        string model = Classifier(Pieces + padding), head = Head(new Sizes { Vocabulary = Pieces + padding });
        using var explainer = Explainer.Load(model, new() { LanguageModel = head + Path.DirectorySeparatorChar });
        var explanation = explainer.Explain("he saw the sea", ExplainOptions.Paper with { Layer = LayerChoice.All, Rectify = Rectify.Abs, Tau = Pieces });
        Assert.Equal(["he", "saw", "the", "sea"], explanation.Words.Select(word => word.Text));
        Assert.Equal(3, explanation.Layers.Count);
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], explainer.Labels);
        Assert.Equal(14, explainer.MaxTokens);
        Assert.NotEqual(explanation.Model.Sha256, explanation.Head!.Sha256);
        Assert.Equal(Path.GetFileName(head), explanation.Head.Name);
        Assert.All(explanation.Layers, layer => Assert.Contains(layer.WordScores, score => score > 0));
    }

    [Fact]
    public void Where_both_have_the_same_pieces_the_tokenizer_is_not_asked()
    {
        string model = Classifier(Pieces);
        HeadRules.CheckPieces(model, model, () => throw new InvalidOperationException("asked"));
    }

    [Fact]
    public void Without_a_head_plain_methods_work_and_decoded_ones_say_what_they_need()
    {
        // Alone in its parent folder: no neighbour is a language model.
        string parent = Directory.CreateTempSubdirectory("lonely-").FullName, folder = Path.Combine(parent, "model");
        Directory.Move(Classifier(Pieces), folder);
        try
        {
            using var explainer = Explainer.Load(folder);
            Assert.Equal(3, explainer.Explain("he").Layers[0].TokenScores.Count);
            Refused.With(() => explainer.Explain("he", ExplainOptions.Paper), "'model' has no language model to decode with (there is neither a file lm.safetensors in it nor a masked language model of width 8",
                $"beside it in '{parent}'). Name one, or choose a method that does not decode, such as grad-cam.");
        }
        finally
        {
            Directory.Move(folder, made.OfType<MadeCheckpoint>().First().Folder);
            Directory.Delete(parent);
        }
    }

    [Theory]
    [InlineData("""{ "languageModel": "../moved", "layer": 1 }""", "its puresaliency.json names '../moved', and there is no '")]
    [InlineData("""{ "languageModel": "other" }""", "has a vocabulary of")]
    [InlineData("""{ "languageModel": "damaged" }""", "config.json' is not valid JSON at line 1, byte 2")]
    public void A_head_that_nobody_named_and_that_cannot_be_used_is_a_reason_why_there_is_none(string settings, string reason)
    {
        string folder = Classifier(Pieces);
        File.WriteAllText(Path.Combine(folder, "puresaliency.json"), settings);
        Directory.CreateDirectory(Path.Combine(folder, "damaged"));
        File.WriteAllText(Path.Combine(folder, "damaged", "config.json"), "{");
        Copy(Head(new Sizes { Vocabulary = Pieces + 1 }), Path.Combine(folder, "other"));
        using var explainer = Explainer.Load(folder);
        Assert.False(explainer.CanDecode);
        Assert.Null(explainer.Head);
        Assert.Equal(3, explainer.Explain("he").Layers[0].TokenScores.Count);
        Refused.With(() => explainer.Explain("he", ExplainOptions.Paper), "has no language model to decode with", reason);
        Refused.With(() => explainer.Check(ExplainOptions.Paper), "has no language model to decode with", reason);
        using var named = Explainer.Load(folder, new() { LanguageModel = Head(new Sizes { Vocabulary = Pieces }) });
        Assert.NotNull(named.Explain("he").Head);
    }

    [Theory]
    [InlineData("damaged", "Git LFS pointer")]
    [InlineData("wide", "reads hidden states of width 12, expected 8")]
    [InlineData("classifier", "is a classifier")]
    public void A_language_model_that_cannot_be_used_leaves_plain_methods_alone(string language, string part)
    {
        string folder = Classifier(Pieces);
        string head = language == "classifier" ? Classifier(Pieces) : Head(new Sizes { Vocabulary = Pieces, Hidden = language == "wide" ? 12 : 8 });
        if (language == "damaged") File.WriteAllText(Path.Combine(head, "model.safetensors"), "version https://git-lfs.github.com/spec/v1\n");
        File.WriteAllText(Path.Combine(folder, "puresaliency.json"), new System.Text.Json.Nodes.JsonObject { ["languageModel"] = head }.ToJsonString());
        using var explainer = Explainer.Load(folder);
        Assert.Equal(3, explainer.Explain("he").Layers[0].TokenScores.Count);
        Assert.Contains(part, explainer.NoHead);
        Refused.With(() => explainer.Explain("he", ExplainOptions.Paper), "has no language model to decode with", part);
    }

    [Fact]
    public void A_head_of_another_width_is_refused()
    {
        string model = Classifier(Pieces), head = Head(new Sizes { Vocabulary = Pieces, Hidden = 12 });
        Refuses(model, head, $"The language-model head '{head}' reads hidden states of width 12, expected 8, the width of '{model}'");
    }

    [Fact]
    public void A_head_of_another_vocabulary_is_refused()
    {
        string model = Classifier(Pieces), head = Head(new Sizes { Vocabulary = Pieces + 1 });
        Refuses(model, head, $"The language-model head '{head}' has a vocabulary of {Pieces + 1}, expected {Pieces}, that of '{model}'");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void A_tokenizer_of_another_vocabulary_is_refused(int more)
    {
        string model = Classifier(Pieces + more);
        Refuses(model, Head(new Sizes { Vocabulary = Pieces + more }),
            $"The tokenizer in '{model}' has {Pieces} entries, but its config.json says vocab_size {Pieces + more}");
    }

    [Fact]
    public void A_tokenizer_with_another_padding_is_refused()
    {
        string model = Classifier(Pieces, pad: 3);
        Refuses(model, Head(new Sizes { Vocabulary = Pieces }),
            $"The tokenizer in '{model}' has <pad> at 1, but its config.json says pad_token_id 3");
    }

    [Fact]
    public void A_model_without_a_tokenizer_is_refused()
    {
        string model = Classifier(Pieces);
        File.Delete(Path.Combine(model, "merges.txt"));
        Refuses(model, Head(new Sizes { Vocabulary = Pieces }), $"{model} holds no tokenizer", "found only vocab.json");
    }

    [Fact]
    public void A_head_that_is_not_there_is_refused() => Refused.With(
        () => Explainer.Load(Classifier(Pieces), new() { LanguageModel = "no/such/head" }).Dispose(), "There is no model 'no/such/head'");

    private static void Refuses(string model, string head, params string[] parts) =>
        Refused.With(() => Explainer.Load(model, new() { LanguageModel = head }).Dispose(), parts);

    private string Classifier(int vocabulary, int pad = 1)
    {
        var classifier = MadeCheckpoint.Classifier(new Sizes { Vocabulary = vocabulary });
        made.Add(classifier);
        classifier.Config["pad_token_id"] = pad;
        using var tokenizer = TokenizerFolder.Small();
        foreach (string name in (string[])["vocab.json", "merges.txt"]) File.Copy(tokenizer[name], classifier[name]);
        return classifier.Write();
    }

    private string Head(Sizes sizes)
    {
        var head = MadeCheckpoint.LanguageModel(sizes);
        made.Add(head);
        return head.Write();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
