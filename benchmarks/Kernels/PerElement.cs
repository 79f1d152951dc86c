using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Kernels;

/// <summary>Settings of benchmarks whose cost is counted by the element, N·K of them.</summary>
internal sealed class PerElement : ManualConfig
{
    public PerElement()
    {
        // In process: the generated project would have another name and inherit this repository's rules.
        AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new())));
        AddColumn(new Nanoseconds());
    }

    /// <summary>Evenly distributed numbers around 0.</summary>
    public static Tensor<float> Random(float width, params int[] extents)
    {
        var random = new Random(1);
        var shape = new Shape(extents);
        return Tensor<float>.From(
            shape, [.. Enumerable.Range(0, shape.Count).Select(_ => width * (random.NextSingle() - 0.5f))], constant: true);
    }

    private sealed class Nanoseconds : IColumn
    {
        public string Id => nameof(Nanoseconds);
        public string ColumnName => "ns/element";
        public bool AlwaysShow => true;
        public ColumnCategory Category => ColumnCategory.Custom;
        public int PriorityInCategory => 0;
        public bool IsNumeric => true;
        public UnitType UnitType => UnitType.Dimensionless;
        public string Legend => "the mean time over N·K";
        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { } time
                ? (time.Mean / (int)benchmarkCase.Parameters["N"] / (int)benchmarkCase.Parameters["K"]).ToString("0.000")
                : "-";
        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
        public bool IsAvailable(Summary summary) => true;
        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
    }
}
