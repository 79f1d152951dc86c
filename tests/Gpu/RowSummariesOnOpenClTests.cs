using System.Numerics;
using PureSaliency.Autograd.Summaries;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Gpu;

/// <summary>A product's rows are summarised on a real driver as on the CPU.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class RowSummariesOnOpenClTests
{
    private const int Rows = 3, Inner = 8, Columns = 1500; // pieces of 1024 and 476
    private static readonly int[][] Wanted = [[0, 1023], [1024], [3, 1023, 1024, 1499]];

    [OpenClTheory, InlineData(0, false), InlineData(5, true), InlineData(Columns + 1, false)]
    public void Summaries_are_those_of_the_CPU(int top, bool squares)
    {
        AgreesWithCpu<float>(new(Wanted, top, squares), GpuTolerance.Float);
        AgreesWithCpu<double>(new(Wanted, top, squares), GpuTolerance.Double);
    }

    private static void AgreesWithCpu<T>(RowDemand demand, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Quarters: products and sums are exact on both, and so is the order of what is equal.
        var (x, w, b) = (Quarters<T>(1, Rows, Inner), Quarters<T>(2, Columns, Inner), Quarters<T>(3, Columns));
        using var cpu = new CpuDevice<T>(1);
        var expected = RowSummaries.OfProduct(cpu, x, w, b, demand);
        var device = TestDevice.Shared<T>(TestDevice.Pocl);
        var before = device.Mark();
        var found = RowSummaries.OfProduct(device, x, w, b, demand);
        Assert.Equal(before, device.Mark());
        for (int n = 0; n < Rows; n++)
        {
            Assert.Equal(expected[n].Columns, found[n].Columns);
            Assert.Equal(expected[n].Largest, found[n].Largest);
            Assert.Equal(expected[n].Values, found[n].Values);
            Close.Check<double>([found[n].LogSum], [expected[n].LogSum], tolerance, $"row {n}, log of sums");
            Assert.Equal(double.IsNaN(expected[n].SquareSum), double.IsNaN(found[n].SquareSum));
            if (demand.Squares) Close.Check<double>([found[n].SquareSum], [expected[n].SquareSum], tolerance, $"row {n}, squares");
        }
    }

    private static Tensor<T> Quarters<T>(int seed, params int[] shape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var extents = shape is [int only] ? new Shape(only) : new Shape(shape[0], shape[1]);
        return Tensor<T>.From(extents, [.. Enumerable.Range(0, extents.Count).Select(_ => T.CreateChecked(random.Next(-9, 10) / 4.0))]);
    }
}
