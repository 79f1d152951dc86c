using System.Text.Json.Nodes;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>A config.json that is missing, damaged or absurd.</summary>
public sealed class ConfigSpec : IDisposable
{
    private readonly ModelFolder _model = ModelFolder.Tiny();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Missing()
    {
        _model.Delete("config.json");
        Refuses("config.json");
    }

    [Fact]
    public void Not_JSON()
    {
        _model.Write("config.json", "{\n\"hidden_size\": 32,\n");
        Refuses("config.json", "line 3");
    }

    [Theory]
    [InlineData("num_hidden_layers", "0")]
    [InlineData("num_hidden_layers", "-4")]
    [InlineData("num_hidden_layers", "\"four\"")]
    [InlineData("num_attention_heads", "5")]
    [InlineData("hidden_size", "1e30")]
    [InlineData("hidden_size", null)]
    [InlineData("layer_norm_eps", "-1")]
    [InlineData("hidden_act", "\"relu\"")]
    [InlineData("vocab_size", "2147483647")]
    public void Absurd(string name, string? value)
    {
        _model.Configure(name, value is null ? null : JsonNode.Parse(value));
        Refuses(_model["config.json"], name);
    }

    [Fact]
    public void A_vocabulary_smaller_than_an_id()
    {
        _model.Change("golden.safetensors", tensor => tensor.Name == "single.input_ids"
            ? PureSaliency.Tensors.TensorData.From(tensor.Name, tensor.Shape, Ids(tensor.Shape)) : tensor);
        Refuses("120");
    }

    private static long[] Ids(IEnumerable<long> shape)
    {
        var ids = new long[shape.Aggregate(1L, (a, b) => a * b)];
        Array.Fill(ids, 5L);
        ids[^1] = 120;
        return ids;
    }

    private void Refuses(params string[] words)
    {
        _model.Trace().Refuses(words);
        _model.HasNoOutput();
    }
}
