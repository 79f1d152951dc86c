using System.Text.Json;
using PureSaliency.Tensors;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What trace writes, held against what the reference computed.</summary>
public sealed class TraceSpec : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("tiny", "float32", DType.F32)]
    [InlineData("tiny64", "float64", DType.F64)]
    public void Every_tensor_of_the_reference_is_there(string name, string precision, DType type)
    {
        string folder = Repository.Path("tests", "golden", name), path = _scratch["out.safetensors"];
        Cli.Run("trace", "--model", folder, "--lm", Path.Combine(folder, "lm.safetensors"), "--ids", Path.Combine(folder, "golden.safetensors"),
            "--param-grads", "--dtype", precision, "--output", path).Fine();
        using var golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using var traced = SafetensorsFile.Open(path);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")));
        foreach (var expected in golden.Tensors)
        {
            Assert.True(traced.TryGet(expected.Name, out var actual), expected.Name);
            Assert.Equal(expected.Shape.AsEnumerable(), actual.Shape);
            Assert.Equal(expected.DType == DType.I64 ? DType.I64 : type, actual.DType);
            Compare(golden, expected, traced, actual, manifest.RootElement.GetProperty("tensors").GetProperty(expected.Name));
        }
        Assert.Equal(["out.safetensors"], _scratch.Names);
    }

    [Fact]
    public void A_text_is_a_case()
    {
        string path = _scratch["out.safetensors"];
        Assert.Contains("written to", Cli.Run("trace", "a film", "--steps", "0", "--output", path).Fine().Output);
        using var traced = SafetensorsFile.Open(path);
        Assert.True(traced.TryGet("text.hidden.6", out var hidden));
        Assert.Equal([1L, 4, 256], hidden.Shape.AsEnumerable());
        Assert.True(traced.TryGet("text.lens.0", out var lens));
        Assert.Equal([1L, 4, 16384], lens.Shape.AsEnumerable());
        Assert.False(traced.TryGet("text.ig_zero", out _));
        Assert.DoesNotContain(traced.Tensors, tensor => tensor.Name.Contains("param_grad"));
    }

    private static void Compare(SafetensorsFile golden, TensorEntry expected, SafetensorsFile traced, TensorEntry actual, JsonElement entry)
    {
        double[] wanted = Values(golden, expected), found = Values(traced, actual);
        double relative = 0, absolute = 0;
        if (entry.TryGetProperty("tolerance", out var tolerance))
            (relative, absolute) = (tolerance.GetProperty("rel").GetDouble(), tolerance.GetProperty("abs").GetDouble());
        string name = expected.Name[..expected.Name.IndexOf('.')];
        Assert.True(golden.TryGet(name + ".attention_mask", out var entryOfMask));
        double[] mask = Values(golden, entryOfMask);
        int[] padded = PaddedAxes(expected.Name[(name.Length + 1)..]);
        for (long i = 0; i < wanted.Length; i++)
            if (padded.Any(axis => mask[Position(expected.Shape, i, 0) * entryOfMask.Shape[1] + Position(expected.Shape, i, axis)] == 0))
                Assert.True(found[i] == 0, $"{expected.Name}[{i}] is padding, but {found[i]}");
            else
                Assert.True(Math.Abs(found[i] - wanted[i]) <= absolute + relative * Math.Abs(wanted[i]),
                    $"{expected.Name}[{i}] is {found[i]}, expected {wanted[i]}");
    }

    // By the meaning that README.md gives to each name, not by its shape.
    private static int[] PaddedAxes(string name) => name.Split('.') switch
    {
        ["param_grad" or "param_grad_norm" or "loss" or "logits" or "probabilities" or "target" or "labels", ..] => [],
        ["input_ids" or "attention_mask" or "position_ids"] or [_, "difference"] => [],
        ["attention" or "attention_grad", _] => [2, 3],
        ["rollout", _] => [1, 2],
        _ => [1],
    };

    private static long Position(IReadOnlyList<long> shape, long index, int axis) =>
        index / shape.Skip(axis + 1).Aggregate(1L, (a, b) => a * b) % shape[axis];

    private static double[] Values(SafetensorsFile file, TensorEntry entry)
    {
        double[] values = new double[entry.Count];
        file.Read(entry, values.AsSpan());
        return values;
    }
}
