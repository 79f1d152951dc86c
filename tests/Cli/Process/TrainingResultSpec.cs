using System.Buffers.Binary;
using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>From text to a classifier that can be explained.</summary>
public sealed class TrainingResultSpec : IDisposable
{
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void A_pretrained_and_then_finetuned_model_is_explained_with_the_language_model_beside_it()
    {
        Learn(_ground.Pretrain("language"), "language", "masked language model", "loss");
        Learn(_ground.FineTune("moods", "--labels", "dull, good"), "moods", "classifier", "accuracy");
        Assert.Equal("../language", (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_ground["moods"], "puresaliency.json")))!["languageModel"]!);
        var explanation = Json.Whole(Cli.Run("explain", "a good film", "--model", _ground["moods"], "--format", "json").Fine().Output);
        Assert.Contains("\"name\":\"language\"", explanation.GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("\"good\"", explanation.GetRawText());
    }

    [Fact]
    public void The_best_weights_are_the_result_and_patience_ends_a_run()
    {
        _ground.MakeLanguage();
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune("moods", "--patience", "2", "--float32")).Code);
        var state = JsonNode.Parse(File.ReadAllText(_ground.Checkpoint("moods", "state.json")))!;
        Assert.Equal(2, (int)state["Idle"]!);
        Assert.Equal((int)state["Updates"]! - 8, (int)state["Best"]!["Update"]!);
        Assert.InRange((int)state["Updates"]!, 12, 53);
        byte[] model = File.ReadAllBytes(Path.Combine(_ground["moods"], "model.safetensors"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_ground["moods"], "training", "best.safetensors")), model);
        Assert.NotEqual(File.ReadAllBytes(_ground.Checkpoint("moods", "model.safetensors")), model);
    }

    [Fact]
    public void A_second_stage_begins_with_the_first_ones_encoder_and_a_new_head()
    {
        _ground.MakeLanguage();
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune("first", "--passes", "1", "--float32")).Code);
        Assert.Equal(0, TrainingGround.Here(_ground.FineTune("second", "--from", _ground["first"], "--passes", "1", "--float32")).Code);
        using SafetensorsFile first = SafetensorsFile.Open(Path.Combine(_ground["first"], "model.safetensors")),
            begun = SafetensorsFile.Open(Path.Combine(_ground["second"], "training", "start", "model.safetensors"));
        Assert.Equal(first.Tensors.Select(tensor => tensor.Name).Order(), begun.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var tensor in begun.Tensors)
        {
            first.TryGet(tensor.Name, out var trained);
            bool same = Values(begun, tensor).SequenceEqual(Values(first, trained!));
            Assert.Equal(!tensor.Name.StartsWith("classifier.dense", StringComparison.Ordinal) && !tensor.Name.StartsWith("classifier.out_proj", StringComparison.Ordinal), same);
        }
        Assert.Equal("../language", (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_ground["second"], "puresaliency.json")))!["languageModel"]!);
        Assert.Contains("| from | first |", File.ReadAllText(Path.Combine(_ground["second"], "README.md")));

        static float[] Values(SafetensorsFile file, TensorEntry entry)
        {
            var values = new float[entry.Count];
            file.Read(entry, values.AsSpan());
            return values;
        }
    }

    [Fact]
    public void A_run_that_is_over_is_not_begun_again()
    {
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("language", "--updates", "12")).Code);
        string log = File.ReadAllText(Path.Combine(_ground["language"], "training.jsonl"));
        byte[] model = File.ReadAllBytes(Path.Combine(_ground["language"], "model.safetensors"));
        var again = TrainingGround.Here(_ground.Pretrain("language", "--updates", "12", "--resume"));
        Assert.Equal(
            (0, "note: nothing is left to learn, as this run ended after update 12; its model is written again.\n"), (again.Code, again.Error));
        Assert.Equal(log, File.ReadAllText(Path.Combine(_ground["language"], "training.jsonl")));
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(_ground["language"], "model.safetensors")));
    }

    private void Learn(string[] args, string name, string kind, string measure)
    {
        var outcome = Cli.Run(args);
        Assert.Equal(0, outcome.Code);
        Assert.Contains($"a {kind} after ", outcome.Output);
        Assert.Equal(
            ["README.md", "config.json", "loss.png", "merges.txt", "model.safetensors", .. kind == "classifier" ? ["puresaliency.json"] : (string[])[],
                "training", "training.jsonl", "vocab.json"],
            Directory.GetFileSystemEntries(_ground[name]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Contains("usable         yes", Cli.Run("info", _ground[name]).Fine().Output);
        IsPicture(Path.Combine(_ground[name], "loss.png"), 900, 500);
        JsonNode[] log = [.. File.ReadLines(Path.Combine(_ground[name], "training.jsonl")).Select(line => JsonNode.Parse(line)!)];
        double[] losses = [.. log.Select(line => (double?)line["loss"]).OfType<double>()];
        Assert.InRange(losses.Length, 3, 5);
        Assert.True(losses[^1] < 0.9 * losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
        string card = File.ReadAllText(Path.Combine(_ground[name], "README.md"));
        double[] measures = [.. log.Select(line => (double?)line["evaluation"]?[measure]).OfType<double>()];
        string final = FormattableString.Invariant($"| **{measure}**, held out | {(measure == "loss" ? measures[^1] : measures.Max()):0.####} |");
        Assert.All((string[])[$"# {name}", kind, "updates", "![Loss](loss.png)", final], word => Assert.Contains(word, card));
    }

    private static void IsPicture(string path, int width, int height)
    {
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(bytes[..8]));
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
    }
}
