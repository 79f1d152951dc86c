using System.Text.Json.Nodes;
using PureSaliency.Roberta;
using PureSaliency.Tests.Saliency;

namespace PureSaliency.Tests.Cli;

/// <summary>The choice of layers from the command line: written beside the model, taken from there, said why.</summary>
public sealed class LayersSpec : IDisposable
{
    private readonly MadeModel model = new(positions: 24);
    private readonly Harness harness = new();
    private readonly string classifier, head, data;

    public LayersSpec()
    {
        (classifier, head) = (model.Write(), model.Head.Write());
        data = harness.Write("texts.txt", "the hedge hog\na hog\nhe he he\na hedge\n");
    }

    public void Dispose()
    {
        harness.Dispose();
        model.Dispose();
    }

    private int Layers(params string[] more) =>
        harness.Run(["layers", "--model", classifier, "--lm", head, "--data", data, "--methods", "lrp,decoded-grad-cam", .. more]);

    [Fact]
    public void The_choice_stands_beside_the_model_with_its_reason_and_what_was_there_stays()
    {
        File.WriteAllText(Path.Combine(classifier, ModelSettings.FileName), """{"layer": 1}""");
        Assert.Equal(0, Layers());
        var settings = ModelSettings.Load(classifier);
        Assert.Equal(1, settings.Layer);
        Assert.Equal(["lrp", "decoded-grad-cam"], settings.Layers.Keys);
        Assert.All(settings.Layers.Values, chosen => Assert.Matches(@"^balance .* on 4 texts of texts, ", chosen.Reason));
        Assert.Contains($"lrp: layer {settings.Layers["lrp"].Layer}, balance", harness.Output);
        string[] files = [.. Directory.GetFiles(Path.Combine(classifier, "layers")).Select(file => Path.GetFileName(file)!)];
        Assert.Empty(new[] { "tables.md", "layers.svg", "study.json", "rows.jsonl" }.Except(files));

        using var explainer = PureSaliency.Saliency.Explainer.Load(classifier, new() { LanguageModel = head });
        var explained = explainer.Explain("the hedge hog");
        Assert.Equal((settings.Layers["lrp"].Layer, settings.Layers["lrp"].Reason), (explained.ChosenLayer, explained.LayerReason));
        Assert.Null(explainer.Explain("the hedge hog", new() { Layer = PureSaliency.Saliency.LayerChoice.At(1) }).LayerReason);
    }

    [Fact]
    public void Rows_are_centred_by_the_mean_row_that_it_leaves()
    {
        Assert.Equal(0, Layers());
        using var explainer = PureSaliency.Saliency.Explainer.Load(classifier, new() { LanguageModel = head });
        var options = new PureSaliency.Saliency.ExplainOptions { Method = "grad-cam", Layer = PureSaliency.Saliency.LayerChoice.At(1), Top = 0 };
        double[] raw = [.. explainer.Explain("a hog", options).Layers[0].TokenScores];
        double[] centred = [.. explainer.Explain("a hog", options with { Centre = PureSaliency.Saliency.Centre.Corpus }).Layers[0].TokenScores];
        // Σ_k a_k c_k is the same at all places.
        double[] taken = [.. raw.Zip(centred, (a, b) => a - b)];
        Assert.All(taken, one => Assert.Equal(taken[0], one, 5));
        Assert.NotEqual(0, taken[0], 5);
    }

    [Fact]
    public void Elsewhere_the_models_folder_stays_as_it_is()
    {
        string[] before = [.. Directory.GetFileSystemEntries(classifier).Order()];
        Assert.Equal(0, Layers("--output", harness.Place("chosen")));
        Assert.Equal(before, Directory.GetFileSystemEntries(classifier).Order());
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(Path.Combine(harness.Place("chosen"), ModelSettings.FileName)))!["layers"]!["lrp"]);
        Assert.True(File.Exists(Path.Combine(harness.Place("chosen"), "mean-rows.safetensors")));
    }

    [Fact]
    public void A_strangers_file_is_not_written_over()
    {
        string other = Path.Combine(classifier, "mean-rows.safetensors");
        File.WriteAllText(other, "mine");
        Assert.Equal(2, Layers());
        Assert.Contains("mean-rows.safetensors' is there, and holds no mean rows; move it away first.", harness.Error);
        Assert.Equal("mine", File.ReadAllText(other));
        File.Delete(other);
        Assert.Equal(0, Layers("--resume"));
        Assert.Equal(0, Layers("--resume"));
    }

    [Fact]
    public void What_cannot_be_is_told()
    {
        Assert.Equal(2, harness.Run("layers", "--model", classifier, "--data", data, "--methods", "occlusion"));
        Assert.Contains("'occlusion' has no layers to choose from", harness.Error);
    }

    [Fact]
    public void Without_mean_rows_the_centre_corpus_is_refused()
    {
        using var explainer = PureSaliency.Saliency.Explainer.Load(classifier);
        PureSaliency.Tests.Roberta.Refused.With(
            () => explainer.Check(new() { Method = "grad-cam", Centre = PureSaliency.Saliency.Centre.Corpus }), "mean-rows.safetensors', which is not there; puresaliency layers writes it");
        File.Copy(Path.Combine(classifier, "model.safetensors"), Path.Combine(classifier, "mean-rows.safetensors"));
        PureSaliency.Tests.Roberta.Refused.With(
            () => explainer.Check(new() { Method = "grad-cam", Centre = PureSaliency.Saliency.Centre.Corpus }), "expected a tensor mean_rows of [");
    }
}
