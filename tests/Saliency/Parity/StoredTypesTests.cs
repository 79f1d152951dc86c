using PureSaliency.Roberta;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Parity;

/// <summary>A model in half precision or in shards is the same model, up to what its file holds.</summary>
public sealed class StoredTypesTests : IDisposable
{
    private readonly FixtureCopy fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData(DType.F16, 0.02)]
    [InlineData(DType.BF16, 0.2)]
    [InlineData(DType.F64, 0)]
    public void Weights_of_another_type_give_nearly_the_same_trace(DType type, double tolerance)
    {
        var expected = Trace();
        foreach (string file in (string[])["model.safetensors", "lm.safetensors"])
            fixture.ChangeTensors(file, (_, tensor) => tensor.DType == DType.F32 ? tensor with { DType = type } : tensor);
        double worst = 0;
        foreach (var (tensor, reference) in Trace().Zip(expected))
            if (tensor.Name is var name && (name.Contains("hidden") || name.Contains("logits") || name.Contains("lens")))
                worst = Math.Max(worst, Close.Check<double>(tensor.Values!, reference.Values!, tolerance, name));
        Assert.Equal(tolerance > 0, worst > 0); // the weights were really rounded
    }

    [Fact]
    public void Weights_in_shards_give_the_same_bits()
    {
        var expected = Trace();
        using var made = MadeCheckpoint.Classifier();
        made.Tensors.Clear();
        foreach (var (name, tensor) in FixtureCopy.Read(fixture["model.safetensors"])) made.Tensors[name] = tensor;
        made.WriteShards();
        File.Delete(fixture["model.safetensors"]);
        foreach (string file in Directory.EnumerateFiles(made.Folder, "model*")) File.Copy(file, fixture[Path.GetFileName(file)]);
        var actual = Trace();
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        foreach (var (tensor, reference) in actual.Zip(expected))
            if (tensor.Values is not null) Close.SameBits<double>(tensor.Values, reference.Values, tensor.Name);
    }

    private IReadOnlyList<TraceTensor> Trace()
    {
        using var model = SequenceClassifier<float>.Load(fixture.Folder);
        using var language = MaskedLanguageModel<float>.Load(fixture["lm.safetensors"], withEncoder: true);
        using var golden = SafetensorsFile.Open(fixture["golden.safetensors"]);
        using var device = new CpuDevice<float>();
        return new Tracer<float>(device, model, language, new(ParameterGradients: true, Steps: 0)).Trace(TraceCase.Read(golden, "batch"));
    }
}
