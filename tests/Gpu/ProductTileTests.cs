using System.Numerics;
using ILGPU;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Gpu;

/// <summary>Every element of a product is one chain, so that the tile, which depends on the batch's size, changes no bit.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class ProductTileTests
{
    private const int M = 133, N = 70, K = 37;

    [OpenClTheory, InlineData(false), InlineData(true)]
    public void All_tiles_give_the_same_bits(bool transposed)
    {
        AllTiles<float>(transposed);
        AllTiles<double>(transposed);
    }

    [OpenClFact]
    public void Products_take_tiles_of_their_size_and_agree_with_the_CPU()
    {
        Agrees<Sums8<float>>(1500, 1450);
        Agrees<Sums4<float>>(500, 530);
        Agrees<Sums2<float>>(100, 90);
    }

    private static void Agrees<TSums>(int rows, int columns) where TSums : unmanaged, ISums<TSums, float>
    {
        Values x = Values.Random(new(rows, 3), 1), w = Values.Random(new(columns, 3), 2), b = Values.Random(new(columns), 3);
        var device = TestDevice.Shared<float>(TestDevice.Pocl);
        var kernel = typeof(MatrixProduct<float, OneProduct, TSums, LargeGroup>);
        long before = device.Launcher.Costs.GetValueOrDefault(kernel).Launches;
        using OpRun<float> gpu = new(new Linear<float>(), [x, w, b], device), cpu = new(new Linear<float>(), [x, w, b]);
        Assert.Equal(before + 1, device.Launcher.Costs[kernel].Launches);
        Close.Check<float>(gpu.Output, Close.Widen<float>(cpu.Output), Tolerance.Float, "output");
    }

    private static void AllTiles<T>(bool transposed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] expected = Product<T, Sums4<T>, LargeGroup>(transposed);
        Assert.True(Array.TrueForAll(expected, T.IsFinite));
        Close.SameBits<T>(Product<T, Sums8<T>, LargeGroup>(transposed), expected, "8 by 8 sums");
        Close.SameBits<T>(Product<T, Sums2<T>, LargeGroup>(transposed), expected, "2 by 2 sums");
        Close.SameBits<T>(Product<T, Sums2<T>, SmallGroup>(transposed), expected, "small group");
    }

    private static T[] Product<T, TSums, TShape>(bool transposed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TSums : unmanaged, ISums<TSums, T>
        where TShape : unmanaged, ITileShape
    {
        var device = TestDevice.Shared<T>(TestDevice.Pocl);
        var start = device.Mark();
        var a = device.ToDevice(Values.Random(new(M * K), 1).ToTensor<T>());
        var b = device.ToDevice(Values.Random(new(K * N), 2).ToTensor<T>());
        var c = device.Allocate(new Shape(M, N));
        var extent = transposed ? new Extent(M, N, K, new(0, 1, M), new(0, 1, K), new(0, N)) : new Extent(M, N, K, new(0, K), new(0, N), new(0, N));
        int width = MatrixProduct<T, OneProduct, TSums, TShape>.Width;
        device.ForTiles(new Index3D((N + width - 1) / width, (M + width - 1) / width, 1), new MatrixProduct<T, OneProduct, TSums, TShape>(
            new(extent), a.OnGpu(), b.OnGpu(), new(c.OnGpu(), c.OnGpu(), T.One, hasBias: false, accumulate: false)));
        T[] product = device.ToHost(c).ToArray();
        device.Release(start);
        return product;
    }
}
