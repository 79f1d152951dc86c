using BenchmarkDotNet.Attributes;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Kernels;

/// <summary>GELU of a feed-forward layer of roberta-base, on one thread.</summary>
[Config(typeof(PerElement))]
public class GeluBenchmark
{
    private readonly Gelu<float> gelu = new();
    private readonly CpuDevice<float> device = new(1);
    private Tensor<float> x = null!, seed = null!;

    [Params(32)]
    public int N { get; set; }

    [Params(3072)]
    public int K { get; set; }

    [GlobalSetup]
    public void Setup() => (x, seed) = (PerElement.Random(8, N, K), PerElement.Random(1, N, K));

    [Benchmark]
    public float Forward()
    {
        using var tape = new Tape<float>(device);
        return tape[tape.Apply(gelu, tape.Leaf(x))].Span[0];
    }

    [Benchmark]
    public float ForwardAndBackward()
    {
        using var tape = new Tape<float>(device);
        var input = tape.Leaf(x);
        return tape.Backward(tape.Apply(gelu, input), seed, input)[input].Span[0];
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();
}
