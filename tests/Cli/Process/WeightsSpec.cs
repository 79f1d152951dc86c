using System.Runtime.InteropServices;
using PureSaliency.Tensors;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Weights that are damaged or do not fit.</summary>
public sealed class WeightsSpec : IDisposable
{
    private const string Query = "roberta.encoder.layer.1.attention.self.query.weight";
    private readonly ModelFolder _model = ModelFolder.Tiny();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Missing()
    {
        _model.Delete("model.safetensors");
        Refuses("model.safetensors");
    }

    [Fact]
    public void Empty()
    {
        _model.Weights([]);
        Refuses("model.safetensors", "empty");
    }

    [Fact]
    public void Truncated()
    {
        _model.Weights(_model.Weights()[..^1000]);
        Refuses("model.safetensors", "byte 165516", "164516 bytes", "complete?");
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,16],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,8]}}", 8)]
    [InlineData("[[[[", 0)]
    public void Hostile(string header, int data)
    {
        _model.Weights(Scratch.Bytes(header, data));
        Refuses("model.safetensors");
    }

    [Fact]
    public void A_header_longer_than_the_world()
    {
        byte[] bytes = _model.Weights();
        bytes.AsSpan(0, 8).Fill(0xFF);
        _model.Weights(bytes);
        Refuses("model.safetensors");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "Infinity")]
    public void A_number_that_is_none(float value, string word)
    {
        _model.Change("model.safetensors", tensor => tensor.Name == Query ? Damaged(value) : tensor);
        Refuses(_model.Place, Query, word, "element 5");
    }

    [Fact]
    public void All_that_does_not_fit_is_told_at_once()
    {
        _model.Change("model.safetensors", tensor => tensor.Name switch
        {
            "classifier.dense.bias" => null,
            Query => TensorData.From(Query, [16, 32], new float[512]),
            _ => tensor,
        }, TensorData.From("frob.weight", [2], new float[2]));
        Refuses("3 places", "missing: classifier.dense.bias", "misshapen: " + Query, "[16, 32]", "[32, 32]", "unused: frob.weight");
    }

    private static TensorData Damaged(float value)
    {
        float[] values = new float[32 * 32];
        values[5] = value;
        return new(Query, DType.F32, [32, 32], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private void Refuses(params string[] words)
    {
        _model.Trace().Refuses(words);
        _model.HasNoOutput();
    }
}
