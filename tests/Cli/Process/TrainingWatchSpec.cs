using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Who looks into training sees every parameter, and changes nothing.</summary>
public sealed class TrainingWatchSpec : IDisposable
{
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Norms_and_statistics_of_all_there_is()
    {
        Run("plain");
        Run("watched", "--watch", "4");
        _ground.SameBits("plain", "watched");
        var lines = Watched("watched");
        Assert.Equal([1, 5, 9], lines.Select(line => (int)line["update"]!));
        using var model = SafetensorsFile.Open(Path.Combine(_ground["watched"], "model.safetensors"));
        Assert.All(lines, line =>
        {
            var parameters = line["parameters"]!.AsObject();
            Assert.Equal(model.Tensors.Select(tensor => tensor.Name).Order(), parameters.Select(parameter => parameter.Key).Order());
            Assert.All(parameters, parameter => Assert.Equal(["gradient", "update", "weight"], Fields(parameter.Value!)));
            Assert.All(parameters, parameter => Assert.True((double)parameter.Value!["update"]! > 0, parameter.Key));
            var values = line["values"]!.AsObject();
            Assert.NotEmpty(values);
            Assert.All(values, value => Assert.Equal(["largest", "mean", "rms"], Fields(value.Value!)));
            Assert.All(values, value => Assert.True((double)value.Value!["largest"]! >= (double)value.Value["rms"]!, value.Key));
        });
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(File.ReadAllBytes(Path.Combine(_ground["watched"], "watch.png"))[..8]));
    }

    [Fact]
    public void A_resumed_run_writes_no_update_twice_and_loses_none()
    {
        string[] more = ["--watch", "1", "--updates", "60"];
        Assert.True(_ground.Kill(_ground.Pretrain("out", more), "out", 3, 20));
        File.AppendAllText(Path.Combine(_ground["out"], "watch.jsonl"), "{\"update\":9,\"values\":{}");
        File.AppendAllText(Path.Combine(_ground["out"], "training.jsonl"), "{\"update\":9,\"evaluation\":{\"loss\":1}");
        Assert.True(_ground.Kill(_ground.Pretrain("out", [.. more, "--resume"]), "out", _ground.Latest("out"), 0));
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("out", [.. more, "--resume"])).Code);
        Assert.Equal(Enumerable.Range(1, 60), Watched("out").Select(line => (int)line["update"]!));
        Assert.Equal(Enumerable.Range(1, 6).Select(i => 10 * i), File.ReadLines(Path.Combine(_ground["out"], "training.jsonl"))
            .Select(line => JsonNode.Parse(line)!).Where(line => line["loss"] is not null).Select(line => (int)line["update"]!));
    }

    private void Run(string output, params string[] more) =>
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain(output, ["--updates", "12", .. more])).Code);

    private JsonNode[] Watched(string output) =>
        [.. File.ReadLines(Path.Combine(_ground[output], "watch.jsonl")).Select(line => JsonNode.Parse(line)!)];

    private static IEnumerable<string> Fields(JsonNode node) => node.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal);
}
