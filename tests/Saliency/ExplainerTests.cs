using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency;

public class ExplainerTests(DefaultModel model) : IClassFixture<DefaultModel>
{
    private const string Film = "a warm, funny and gripping film that stays with you";

    private static readonly string[] Others =
    [
        "dull", "an utter waste of two hours and of a fine cast", "not bad at all", "the plot is a mess , but the music is lovely",
        "I laughed. Then I cried, and then I laughed again!", "it never finds its feet", "a masterpiece", "so-so",
        "the director's best film in years, and his funniest", "tedious, loud and far too long", "charming", "no", "yes",
        "an affectionate portrait of a town that time forgot", "you will want your money back",
    ];

    [Fact]
    public void A_praising_sentence_is_positive_and_its_words_carry_the_score()
    {
        var explanation = model.Explainer.Explain(Film);
        Assert.Equal("positive", explanation.Prediction.Label);
        Assert.True(explanation.Prediction.Probability > 0.9);
        Assert.Equal(explanation.Tokens.Count, explanation.Layers[0].TokenScores.Count);
        Assert.Equal(["a", "warm", ",", "funny", "and", "gripping", "film", "that", "stays", "with", "you"],
            explanation.Words.Select(word => word.Text));
        Assert.All(explanation.Words, word => Assert.Equal(word.Text, Film[word.Start..word.End]));
        Assert.Equal(10, explanation.Layers[0].Vocabulary.Count);
        Assert.Equal(explanation.Words.Count, explanation.TopWords().Count());
    }

    [Fact]
    public void The_same_text_has_the_same_bits_alone_in_a_batch_twice_and_on_any_number_of_threads()
    {
        var options = ExplainOptions.Paper with { Layer = LayerChoice.All };
        var alone = model.Explainer.Explain(Film, options);
        var again = model.Explainer.Explain(Film, options);
        var inBatch = model.Explainer.Explain([.. Others[..7], Film, .. Others[7..]], options)[7];
        AssertSameBits(alone, again);
        AssertSameBits(alone, inBatch);
        foreach (int threads in new[] { 1, 2 })
        {
            using var explainer = Explainer.Load(DefaultModel.Folder, new LoadOptions { Device = new(Threads: threads) });
            AssertSameBits(alone, explainer.Explain(Film, options));
            AssertSameBits(alone, explainer.Explain([Others[0], Film, .. Others[1..]], options)[1]);
        }
    }

    [Fact]
    public void Permuting_a_batch_permutes_its_results()
    {
        var forwards = model.Explainer.Explain(Others);
        var backwards = model.Explainer.Explain([.. Others.Reverse()]).Reverse().ToArray();
        for (int i = 0; i < Others.Length; i++) AssertSameBits(forwards[i], backwards[i]);
    }

    [Fact]
    public void Every_method_runs_plain_and_decoded_at_every_layer()
    {
        using var made = new MadeModel();
        using var explainer = made.Load(decodes: true);
        foreach (var aggregation in SaliencyMethods.All.Select(method => method.Info.Name))
            foreach (bool decode in new[] { false, true })
            {
                var options = (ExplainOptions.Paper with { Method = aggregation, Decode = decode, Layer = LayerChoice.All }).With(IntegratedGradients.Steps, 4);
                var explanation = explainer.Explain("not bad", options);
                Assert.Equal(Enumerable.Range(0, explainer.Model.Layers + 1), explanation.Layers.Select(layer => layer.Layer));
                Assert.All(explanation.Layers, layer => Assert.All(layer.TokenScores, score => Assert.True(score >= 0 && double.IsFinite(score))));
            }
    }

    [Fact]
    public void All_layers_of_one_pass_equal_each_layer_of_its_own_pass()
    {
        var all = model.Explainer.Explain(Film, ExplainOptions.Paper with { Layer = LayerChoice.All });
        foreach (var layer in all.Layers)
        {
            var one = model.Explainer.Explain(Film, ExplainOptions.Paper with { Layer = LayerChoice.At(layer.Layer) }).Layers[0];
            Assert.Equal(layer.TokenScores, one.TokenScores);
        }
    }

    [Fact]
    public void Words_are_the_sums_of_their_tokens()
    {
        var explanation = model.Explainer.Explain("an unwatchable, unfunny monstrosity");
        var layer = explanation.Layers[0];
        for (int w = 0; w < explanation.Words.Count; w++)
        {
            var word = explanation.Words[w];
            double sum = 0;
            for (int t = 0; t < word.TokenCount; t++) sum += layer.TokenScores[word.FirstToken + t];
            Assert.Equal(sum, layer.WordScores[w]);
        }
        Assert.Contains(explanation.Words, word => word.TokenCount > 1);
    }

    [Theory]
    [InlineData("<pad>", 0, 2, "The baseline pad needs the token <pad>, which the tokenizer of")]
    [InlineData("q", 5, 2, "says bos_token_id 5 and eos_token_id 2, expected 0 and 2")]
    [InlineData("q", 0, 5, "says bos_token_id 0 and eos_token_id 5, expected 0 and 2")]
    [InlineData("q", 0, 2, null)]
    public void The_baseline_pad_needs_marks_that_model_and_tokenizer_share(string missing, int begin, int end, string? refusal)
    {
        using var made = new MadeModel().With("bos_token_id", $"{begin}").With("eos_token_id", $"{end}");
        string vocabulary = File.ReadAllText(made.Classifier["vocab.json"]);
        File.WriteAllText(made.Classifier["vocab.json"], vocabulary.Replace($"\"{missing}\":", "\"unlike\":"));
        using var explainer = made.Load();
        var options = (ExplainOptions.Paper with { Decode = false, Layer = LayerChoice.At(1) }).With(IntegratedGradients.Baseline, Baseline.Pad);
        explainer.Explain("he", options);
        options = options with { Method = IntegratedGradients.Name };
        explainer.Explain("he", options.With(IntegratedGradients.Baseline, Baseline.Zero));
        if (refusal is null) explainer.Explain("he", options);
        else Refused.With(() => explainer.Explain("he", options), refusal);
    }

    [Fact]
    public void A_path_may_lead_through_a_text_that_fills_more_than_a_pass()
    {
        using var made = new MadeModel(positions: 700);
        using var explainer = made.Load();
        var options = ExplainOptions.Paper with { Method = IntegratedGradients.Name, Decode = false, Layer = LayerChoice.At(1) };
        var explanation = explainer.Explain(new string('!', 600), options.With(IntegratedGradients.Steps, 2));
        Assert.Empty(explanation.Windows);
        Assert.True(double.IsFinite(explanation.Layers[0].Completeness!.Difference));
    }

    [Fact]
    public void A_text_longer_than_the_model_is_explained_in_overlapping_windows()
    {
        string text = string.Join(" ", Enumerable.Repeat(Film + ".", 100));
        var explanation = model.Explainer.Explain(text);
        Assert.True(explanation.Windows.Count > 1);
        Assert.Contains("overlapping windows", explanation.Notes[0]);
        Assert.Equal(explanation.Tokens.Count, explanation.Layers[0].TokenScores.Count);
        Assert.Equal(text.Length, explanation.Tokens[^2].End);
        Assert.Equal(1, explanation.Windows[0].FirstToken);
        Assert.Equal(explanation.Tokens.Count - 1, explanation.Windows[^1].FirstToken + explanation.Windows[^1].TokenCount);
        foreach (var (before, after) in explanation.Windows.Zip(explanation.Windows.Skip(1)))
            Assert.True(after.FirstToken < before.FirstToken + before.TokenCount);
    }

    [Fact]
    public void Scores_that_the_relu_took_away_are_told()
    {
        // Which layers and classes lose their scores depends on the model; that some do and some do not, hardly.
        var asked = Enumerable.Range(0, 13).SelectMany(layer => (ExplainOptions[])
            [ExplainOptions.Paper with { Layer = LayerChoice.At(layer), Target = "0" }, ExplainOptions.Paper with { Layer = LayerChoice.At(layer), Target = "1" }]).ToArray();
        var told = asked.Where(options => model.Explainer.Explain(Film, options).Notes.Any(IsOfRelu)).ToArray();
        Assert.InRange(told.Length, 1, asked.Length - 1);
        foreach (var options in told)
        {
            var explanation = model.Explainer.Explain(Film, options);
            string note = Assert.Single(explanation.Notes);
            Assert.Contains("set to zero (rectify relu)", note);
            Assert.Equal(explanation.Target.Probability > 0.9, note.Contains("saturated", StringComparison.Ordinal));
            Assert.DoesNotContain(model.Explainer.Explain(Film, options with { Rectify = Rectify.None }).Notes, IsOfRelu);
        }
        Assert.DoesNotContain(model.Explainer.Explain(Film, ExplainOptions.Paper with { Method = IntegratedGradients.Name }).Notes, IsOfRelu);

        static bool IsOfRelu(string note) => note.Contains("rectify relu", StringComparison.Ordinal);
    }

    [Fact]
    public void Concurrent_calls_agree_with_calls_one_by_one()
    {
        var expected = Others.Select(text => model.Explainer.Explain(text)).ToArray();
        Parallel.For(0, 4 * Others.Length, i => AssertSameBits(expected[i % Others.Length], model.Explainer.Explain(Others[i % Others.Length])));
    }

    [Fact]
    public void A_corpus_has_the_bits_of_its_texts_in_their_order_and_failures_in_their_place()
    {
        string longText = string.Join(" ", Enumerable.Repeat(Film + ".", 60));
        string[] texts = [.. Others, "", longText, .. Others.Reverse(), " ", .. Enumerable.Repeat("so-so", 300), Film];
        var alone = texts.Distinct().Where(text => !string.IsNullOrWhiteSpace(text)).ToDictionary(text => text, text => model.Explainer.Explain(text));
        Explained<string>[] explained = [.. model.Explainer.ExplainMany(texts)];
        Assert.Equal(texts, explained.Select(one => one.Item));
        foreach (var (item, explanation, problem) in explained)
        {
            Assert.Equal(string.IsNullOrWhiteSpace(item) ? "The text is empty." : null, problem);
            Assert.Equal(problem is null, explanation is not null);
            if (explanation is not null) AssertSameBits(alone[item], explanation);
        }
    }

    [Fact]
    public void A_corpus_may_be_left_at_any_time_and_is_cancelled()
    {
        Assert.Equal("so-so", model.Explainer.ExplainMany(Enumerable.Repeat("so-so", int.MaxValue)).First().Item);
        using var source = new CancellationTokenSource();
        using var results = model.Explainer.ExplainMany(Enumerable.Repeat("so-so", int.MaxValue), cancellation: source.Token).GetEnumerator();
        Assert.True(results.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            while (results.MoveNext())
            {
            }
        });
    }

    [Fact]
    public void A_corpus_with_options_that_do_not_fit_is_refused_before_it_is_read() =>
        Assert.Throws<InputException>(() => model.Explainer.ExplainMany(Others, ExplainOptions.Paper with { Tau = 0 }));

    [Fact]
    public void A_cancelled_call_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => model.Explainer.Explain(Film, cancellation: source.Token));
    }

    [Fact]
    public void A_disposed_explainer_says_so()
    {
        var explainer = Explainer.Load(DefaultModel.Folder);
        explainer.Dispose();
        explainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => explainer.Explain(Film));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_text_is_refused(string text) =>
        Assert.Equal("The text is empty.", Assert.Throws<InputException>(() => model.Explainer.Explain(text)).Message);

    [Fact]
    public void Options_that_do_not_fit_are_refused_in_sentences()
    {
        void Refused(string part, ExplainOptions options) =>
            Assert.Contains(part, Assert.Throws<InputException>(() => model.Explainer.Explain(Film, options)).Message);
        Refused("no class 'happy', expected negative, positive or an index 0 to 1", ExplainOptions.Paper with { Target = "happy" });
        Refused("layer is 13, expected 0 to 12", ExplainOptions.Paper with { Layer = LayerChoice.At(13) });
        Refused("tau is 0, expected 1 to 16384", ExplainOptions.Paper with { Tau = 0 });
        Refused("tau is 16385, expected 1 to 16384", ExplainOptions.Paper with { Tau = 16385 });
        Refused("steps is 0", ExplainOptions.Paper.With(IntegratedGradients.Steps, 0));
        Refused("top is -1", ExplainOptions.Paper with { Top = -1 });
        Refused("needs a score that is a sum over features", ExplainOptions.Paper with { Method = GradNorm.Name, Order = DecodeOrder.WeighThenDecode });
    }

    [Fact]
    public void Options_can_be_checked_before_any_text()
    {
        model.Explainer.Check(ExplainOptions.Paper with { Layer = LayerChoice.All });
        Assert.Throws<InputException>(() => model.Explainer.Check(ExplainOptions.Paper with { Target = "happy" }));
    }

    [Fact]
    public void The_target_can_be_named_or_numbered()
    {
        var byName = model.Explainer.Explain(Film, ExplainOptions.Paper with { Target = "Negative" });
        var byIndex = model.Explainer.Explain(Film, ExplainOptions.Paper with { Target = "0" });
        Assert.Equal("negative", byName.Target.Label);
        AssertSameBits(byName, byIndex);
        Assert.Equal("positive", byName.Prediction.Label);
    }

    [Fact]
    public void Float64_agrees_with_float32()
    {
        using var precise = Explainer.Load(DefaultModel.Folder, new LoadOptions { Precision = Precision.Float64 });
        var (coarse, fine) = (model.Explainer.Explain(Film).Layers[0], precise.Explain(Film).Layers[0]);
        double scale = fine.TokenScores.Max();
        Assert.All(coarse.TokenScores.Zip(fine.TokenScores), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-4 * scale));
    }

    private static void AssertSameBits(Explanation expected, Explanation actual)
    {
        Assert.Equal(expected.Classes, actual.Classes);
        foreach (var (one, other) in expected.Layers.Zip(actual.Layers))
        {
            Assert.Equal(one.TokenScores.Select(BitConverter.DoubleToInt64Bits), other.TokenScores.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(one.PositionScores.Select(BitConverter.DoubleToInt64Bits), other.PositionScores.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(one.Vocabulary, other.Vocabulary);
            Assert.Equal(one.Coherence, other.Coherence);
        }
    }
}
