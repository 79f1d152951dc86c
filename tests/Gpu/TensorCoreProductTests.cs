using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>
/// The product for tensor cores on a simulator with warps of 32 threads, where <see cref="EmulatedSums"/> does what the
/// instruction is documented to do.
/// </summary>
public sealed class TensorCoreProductTests
{
    [Theory]
    [InlineData(21, 37, 33, false), InlineData(70, 9, 10, true)]
    public void Rounded_factors_give_the_product_of_rounded_numbers(int rows, int columns, int inner, bool transposed)
    {
        var (a, b) = (Random(rows * inner, 1), Random(inner * columns, 2));
        float[] expected = Product(Array.ConvertAll(a, Rounded), Array.ConvertAll(b, Rounded), rows, columns, inner, transposed);
        float[] actual = Run<Rounded>(a, b, rows, columns, inner, transposed);
        Assert.Equal(0, Distance(actual, expected), 1e-6);
    }

    [Fact]
    public void Split_factors_are_almost_as_good_as_float32()
    {
        var (rows, columns, inner) = (19, 35, 24);
        var (a, b) = (Random(rows * inner, 3), Random(inner * columns, 4));
        float[] expected = Product(a, b, rows, columns, inner, transposed: true);
        Assert.InRange(Distance(Run<SplitInTwo>(a, b, rows, columns, inner, transposed: true), expected), 0, 2e-5);
        Assert.InRange(Distance(Run<Rounded>(a, b, rows, columns, inner, transposed: true), expected), 1e-4, 1e-2);
    }

    private static float[] Run<TSplit>(float[] a, float[] b, int rows, int columns, int inner, bool transposed)
        where TSplit : struct, IFactorSplit
    {
        using var context = Context.Create(builder => builder.CPU(new CPUDevice(32, 8, 1)).Optimize(OptimizationLevel.O2));
        using var accelerator = context.Devices[0].CreateAccelerator(context);
        using var left = accelerator.Allocate1D(a);
        using var right = accelerator.Allocate1D(b);
        using var product = accelerator.Allocate1D<float>(rows * columns);
        // What lies transposed is contiguous along k.
        var extent = new Extent(
            rows, columns, inner, new(0, inner), transposed ? new(0, 1, inner) : new(0, columns), new(0, columns));
        const int Width = TensorCoreProduct<OneProduct, EmulatedSums, TSplit>.Width;
        new Launcher(accelerator).ForGroups(
            new Index3D((columns + Width - 1) / Width, (rows + Width - 1) / Width, 1),
            TensorCoreProduct<OneProduct, EmulatedSums, TSplit>.Threads,
            new TensorCoreProduct<OneProduct, EmulatedSums, TSplit>(
                new(extent), left.View, right.View, new(product.View, product.View, 1, false, false)));
        accelerator.Synchronize();
        return product.GetAsArray1D();
    }

    private static float[] Product(float[] a, float[] b, int rows, int columns, int inner, bool transposed)
    {
        var c = new float[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++) sum += (double)a[i * inner + k] * b[transposed ? j * inner + k : k * columns + j];
                c[i * columns + j] = (float)sum;
            }
        return c;
    }

    private static float Rounded(float x) => BFloat16.Low(BFloat16.Pack(x, 0));

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    private static double Distance(float[] actual, float[] expected) =>
        Math.Sqrt(actual.Zip(expected, (x, y) => ((double)x - y) * ((double)x - y)).Sum() / expected.Sum(x => (double)x * x));
}
