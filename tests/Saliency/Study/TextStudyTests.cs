using PureSaliency.Saliency;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Study;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Study;

/// <summary>What is found on one text is what its parts find alone.</summary>
public sealed class TextStudyTests : IDisposable
{
    private readonly MadeModel model = new(positions: 24);
    private readonly Explainer explainer;

    public TextStudyTests() => explainer = model.Load(decodes: true);

    public void Dispose()
    {
        explainer.Dispose();
        model.Dispose();
    }

    private static StudyPlan Plan(string methods, string measures, string layers = "all") => new()
    {
        Methods = [.. methods.Split(',').Select(StudyMethod.Parse)],
        Measures = measures.Split(','),
        Layers = StudyLayers.Parse(layers),
    };

    private StudyRow Row(StudyPlan plan, string text = "the hedge hog", IReadOnlyList<double>? marks = null) =>
        explainer.Measure([(new StudyText(1, text, Rationale: marks), 0)], plan).Single();

    [Fact]
    public void Methods_that_share_a_pass_have_the_maps_that_they_have_alone()
    {
        string[] all = [.. SaliencyMethods.All.Where(method => method is not Shapley).SelectMany(method => new[] { method.Info.Name, "decoded-" + method.Info.Name })];
        var plan = Plan(string.Join(',', all.Select(name => name.Contains("random") || StudyMethod.Parse(name).IsDrawn ? name + ":seed=1" : name)), Comprehensiveness.Name);
        var head = explainer.Describe(plan);
        var together = Row(plan);
        foreach (var method in plan.Methods)
        {
            var alone = Row(plan with { Methods = [method] });
            int first = head.Entries.ToList().FindIndex(entry => entry.Method == method.Name);
            for (int i = 0; i < alone.Values.Length; i++)
                Assert.Equal(alone.Values[i]!.SelectMany(values => values!), together.Values[first + i]!.SelectMany(values => values!));
        }
    }

    [Fact]
    public void A_curve_is_what_the_model_predicts_without_the_tokens_that_its_map_ranks_first()
    {
        var plan = Plan("leave-one-out:unit=token", Morf.Name);
        double[] curve = Row(plan).Values[0]![0]!;
        var explained = explainer.Explain("the hedge hog", plan.Methods[0].Options);
        Assert.Equal(explained.Tokens.Count - 2 + 1, curve.Length);
        Assert.Equal(explained.Prediction.Probability!.Value, curve[0], 6);
        Assert.Equal(Math.Round(curve[0], 6), Math.Round(Row(plan).Probability, 6));
    }

    [Fact]
    public void Marks_are_held_against_words_whose_tokens_add_up()
    {
        // Three words; what the text's longest word has is the sum of its many tokens.
        var row = Row(Plan("grad-x-input:layer=0", StudyPlan.Plausibility), marks: [0, 1, 0.4]);
        var explained = explainer.Explain("the hedge hog", StudyMethod.Parse("grad-x-input:layer=0").Options);
        double[] words = [.. explained.Words.Select((_, w) => explained.Layers[0].WordScores[w])];
        double expected = 1.0 / (1 + words.Count(score => score > words[1]));
        Assert.Equal(expected, row.Values[0]![3]![0], 6); // average precision of one marked word
    }

    [Fact]
    public void A_text_without_marks_has_no_plausibility_and_one_of_which_nothing_was_marked_neither()
    {
        Assert.All(Row(Plan("lrp", StudyPlan.Plausibility)).Values, values => Assert.All(values!, Assert.Null));
        Assert.All(Row(Plan("lrp", StudyPlan.Plausibility), marks: [0, 0.2, 0]).Values, values => Assert.All(values!, Assert.Null));
    }

    [Fact]
    public void Draws_differ_from_text_to_text_and_not_from_run_to_run()
    {
        var plan = Plan("random:unit=token", Morf.Name);
        StudyText[] texts = [new(1, "the hedge hog"), new(2, "the hedge hog")];
        StudyRow[] Rows() => [.. explainer.Measure(texts.Select((text, i) => (text, i)), plan)];
        var (first, again) = (Rows(), Rows());
        Assert.Equal(first[0].Values[0]![0], again[0].Values[0]![0]);
        Assert.NotEqual(first[0].Values[0]![0], first[1].Values[0]![0]);
        Assert.NotEqual(first[0].Values[0]![0], explainer.Measure([(texts[0], 0)], plan with { Seed = 2 }).Single().Values[0]![0]);
    }

    [Fact]
    public void What_a_method_cannot_do_is_said_and_costs_the_others_nothing()
    {
        var row = Row(Plan("shapley:unit=token,lrp", Morf.Name), "the hedge hog hog");
        Assert.Null(row.Values[0]);
        Assert.All(row.Values.Skip(1), Assert.NotNull);
        Assert.StartsWith("Exact Shapley values take", Assert.Single(row.Problems!).Value);
    }

    [Fact]
    public void A_text_longer_than_the_model_reads_is_cut()
    {
        var row = Row(Plan("lrp", Morf.Name), string.Join(' ', Enumerable.Repeat("hog", 20)));
        Assert.True(row.Cut);
        Assert.Equal(explainer.MaxTokens, row.Tokens);
        Assert.False(Row(Plan("lrp", Morf.Name)).Cut);
    }

    [Fact]
    public void Only_the_first_texts_are_measured_in_what_is_costly()
    {
        var plan = Plan("oracle,lrp", $"{NormalisedAopc.Name},{StudyPlan.MaxSensitivity}") with { CostlyTexts = 1 };
        StudyRow[] rows = [.. explainer.Measure([(new(1, "the hog"), 0), (new(2, "the hog"), 1)], plan)];
        Assert.Equal(1, Assert.Single(rows[0].Values[0]![0]!)); // the oracle's order is the best
        Assert.NotNull(rows[0].Values[1]![3]);
        Assert.Null(rows[0].Values[0]![3]); // the oracle has no embeddings to be moved
        Assert.Null(rows[1].Values[0]);
        Assert.All(rows[1].Values[1]!, Assert.Null);
    }

    [Fact]
    public void A_map_that_reads_ids_alone_does_not_feel_embeddings_move()
    {
        var row = Row(Plan("occlusion,grad-x-input:layer=0,grad-cam:layer=1", StudyPlan.MaxSensitivity));
        Assert.Null(row.Values[0]![0]);
        Assert.InRange(row.Values[1]![0]![0], 1e-4, 10);
        Assert.InRange(row.Values[2]![0]![0], 1e-4, 10);
    }

    [Fact]
    public void Passes_are_counted()
    {
        double[] passes(string method) => Row(Plan(method, Morf.Name)).Passes[0]!;
        Assert.Equal([1, 1.0], passes("grad-x-input"));
        Assert.Equal([1 + 25, 1 + 25.0], passes("smooth-grad:layer=0"));
        Assert.Equal([1 + 30, 0.0], passes("lime:samples=30"));
        Assert.Equal([1, 0.0], passes("attention-rollout"));
        // Each layer by itself, whatever others are asked for.
        double[]?[] all = Row(Plan("lrp,decoded-lime:samples=5", Morf.Name)).Passes;
        Assert.Equal(all[0], Row(Plan("lrp:layer=0", Morf.Name)).Passes[0]);
        Assert.Equal(all[1], Row(Plan("lrp:layer=1", Morf.Name)).Passes[0]);
        Assert.NotEqual(all[0], all[1]);
        Assert.Equal([1 + 5, 0.0], all[^1]!);
    }

    [Fact]
    public void The_cascade_ends_where_nothing_of_the_model_is_left()
    {
        var plan = Plan("random:seed=1,grad-x-input:layer=0", Morf.Name);
        StudyText[] texts = [new(1, "the hedge hog"), new(2, "a hedge")];
        CascadeRow[] rows = [.. explainer.Cascade(texts, plan)];
        int parts = explainer.Model.Layers + 2;
        Assert.Equal(2 * parts, rows.Length);
        Assert.Equal(["head", .. Enumerable.Range(0, parts - 2).Select(i => $"block {parts - 2 - i}"), "embeddings"], rows.Select(row => row.Part).Distinct());
        Assert.All(rows, row => Assert.Equal(1, row.Spearman[0])); // drawn lots do not look at the model
        Assert.Contains(rows, row => row.Spearman[1] < 0.9);
        // A run that goes on in the middle finds the same.
        var rest = explainer.Cascade(texts, plan, done: 3).ToArray();
        Assert.Equal(rows.Skip(3).SelectMany(row => row.Spearman), rest.SelectMany(row => row.Spearman));
    }

    [Fact]
    public void Layers_and_methods_that_do_not_fit_are_refused()
    {
        Refused.With(() => explainer.Describe(Plan("lrp", Morf.Name, "0,9")), "layer is 9, expected 0 to");
        using var plain = model.Load();
        Refused.With(() => plain.Describe(Plan("decoded-lrp", Morf.Name)), "language model");
    }
}
