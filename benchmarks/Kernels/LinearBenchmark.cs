using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Kernels;

/// <summary>One linear layer of roberta-base's sizes, forward and backward to its input.</summary>
[Config(typeof(Settings))]
public class LinearBenchmark
{
    private sealed class Settings : ManualConfig
    {
        public Settings()
        {
            // In process: the generated project would have another name and inherit this repository's rules.
            AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new())));
            AddColumn(new Gigaflops());
        }
    }

    private sealed class Gigaflops : IColumn
    {
        public string Id => nameof(Gigaflops);
        public string ColumnName => "GFLOP/s";
        public bool AlwaysShow => true;
        public ColumnCategory Category => ColumnCategory.Custom;
        public int PriorityInCategory => 0;
        public bool IsNumeric => true;
        public UnitType UnitType => UnitType.Dimensionless;
        public string Legend => "2·N·K·O floating-point operations, twice that with backward, over the mean time";
        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { } time
                ? ((benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(Forward) ? 2.0 : 4.0) * (int)benchmarkCase.Parameters["N"] * (int)benchmarkCase.Parameters["K"] * (int)benchmarkCase.Parameters["O"]
                    / time.Mean).ToString("0.0")
                : "-";
        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
        public bool IsAvailable(Summary summary) => true;
        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
    }

    private readonly Linear<float> linear = new();
    private CpuDevice<float> device = null!;
    private Tensor<float> x = null!, weight = null!, bias = null!, seed = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params(32, 128)]
    public int N { get; set; }

    [Params(768)]
    public int K { get; set; }

    [Params(768, 3072)]
    public int O { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        Tensor<float> Random(params int[] extents)
        {
            var shape = new Shape(extents);
            return Tensor<float>.From(shape, [.. Enumerable.Range(0, shape.Count).Select(_ => random.NextSingle() - 0.5f)], constant: true);
        }
        device = new CpuDevice<float>(Threads);
        (x, weight, bias, seed) = (Random(N, K), Random(O, K), Random(O), Random(N, O));
    }

    [Benchmark]
    public float Forward()
    {
        using var tape = new Tape<float>(device);
        return tape[tape.Apply(linear, tape.Leaf(x), tape.Leaf(weight), tape.Leaf(bias))].Span[0];
    }

    [Benchmark]
    public float ForwardAndBackward()
    {
        using var tape = new Tape<float>(device);
        var input = tape.Leaf(x);
        var output = tape.Apply(linear, input, tape.Leaf(weight), tape.Leaf(bias));
        return tape.Backward(output, seed, input)[input].Span[0];
    }

    [GlobalCleanup]
    public void Cleanup() => device.Dispose();
}
