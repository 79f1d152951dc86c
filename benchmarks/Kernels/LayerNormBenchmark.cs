using BenchmarkDotNet.Attributes;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Kernels;

/// <summary>Residual and layer normalisation of roberta-base's sizes, on one thread.</summary>
[Config(typeof(PerElement))]
public class LayerNormBenchmark
{
    private readonly AddLayerNorm<float> norm = new(1e-5f);
    private readonly CpuDevice<float> device = new(1);
    private Tensor<float> x = null!, residual = null!, gamma = null!, beta = null!, seed = null!;

    [Params(32)]
    public int N { get; set; }

    [Params(768)]
    public int K { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (x, residual, seed) = (PerElement.Random(2, N, K), PerElement.Random(2, N, K), PerElement.Random(1, N, K));
        (gamma, beta) = (PerElement.Random(1, K), PerElement.Random(1, K));
    }

    [Benchmark]
    public float Forward()
    {
        using var tape = new Tape<float>(device);
        return tape[Record(tape, tape.Leaf(x), tape.Leaf(residual))].Span[0];
    }

    [Benchmark]
    public float ForwardAndBackward()
    {
        using var tape = new Tape<float>(device);
        var (left, right) = (tape.Leaf(x), tape.Leaf(residual));
        return tape.Backward(Record(tape, left, right), seed, left, right)[left].Span[0];
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    private Var Record(Tape<float> tape, Var left, Var right) => tape.Apply(norm, left, right, tape.Leaf(gamma), tape.Leaf(beta));
}
