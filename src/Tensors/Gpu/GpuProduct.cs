using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>Matrix products on an accelerator: picks the tile.</summary>
internal static class GpuProduct
{
    // Fewer tiles than these leave most of the machine idle.
    private const int LargeTilesWanted = 128, MediumTilesWanted = 64;

    /// <summary>C (M, N) = A (M, K) · B (K, N) + bias, or C += A·B.</summary>
    public static void Run<T>(
        GpuDevice<T> device, Extent extent, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, bool accumulate, ArrayView<T>? bias = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var epilogue = new Epilogue<T>(c, bias ?? c, T.One, bias is not null, accumulate);
        var product = new OneProduct(extent);
        if (device.Products != ProductPrecision.Exact)
            Fast(device, 1, extent.Rows, extent.Columns, product, a, b, epilogue);
        else if (!device.LargeGroups)
            Run<T, OneProduct, Sums2<T>, SmallGroup>(device, 1, extent.Rows, extent.Columns, product, a, b, epilogue);
        else if (Tiles(extent.Rows, 128) * Tiles(extent.Columns, 128) >= LargeTilesWanted)
            Run<T, OneProduct, Sums8<T>, LargeGroup>(device, 1, extent.Rows, extent.Columns, product, a, b, epilogue);
        else if (Tiles(extent.Rows, 64) * Tiles(extent.Columns, 64) < MediumTilesWanted)
            Run<T, OneProduct, Sums2<T>, LargeGroup>(device, 1, extent.Rows, extent.Columns, product, a, b, epilogue);
        else
            Run<T, OneProduct, Sums4<T>, LargeGroup>(device, 1, extent.Rows, extent.Columns, product, a, b, epilogue);
    }

    /// <summary>Several products whose extents the accelerator works out; <paramref name="rows"/> and columns are the most of any.</summary>
    public static void RunMany<T, TProducts>(
        GpuDevice<T> device, int count, int rows, int columns, TProducts products, ArrayView<T> a, ArrayView<T> b, Epilogue<T> epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TProducts : struct, IProducts
    {
        if (device.Products != ProductPrecision.Exact) Fast(device, count, rows, columns, products, a, b, epilogue);
        else if (device.LargeGroups) Run<T, TProducts, Sums4<T>, LargeGroup>(device, count, rows, columns, products, a, b, epilogue);
        else Run<T, TProducts, Sums2<T>, SmallGroup>(device, count, rows, columns, products, a, b, epilogue);
    }

    private static void Run<T, TProducts, TSums, TShape>(
        GpuDevice<T> device, int count, int rows, int columns, TProducts products, ArrayView<T> a, ArrayView<T> b, Epilogue<T> epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TProducts : struct, IProducts
        where TSums : unmanaged, ISums<TSums, T>
        where TShape : unmanaged, ITileShape
    {
        if (!MatrixProduct<T, TProducts, TSums, TShape>.Fits)
            throw new NotSupportedException($"Tiles of {typeof(TSums).Name} are too large for {typeof(TShape).Name}.");
        int width = MatrixProduct<T, TProducts, TSums, TShape>.Width;
        device.ForTiles(
            new Index3D(Tiles(columns, width), Tiles(rows, width), count),
            new MatrixProduct<T, TProducts, TSums, TShape>(products, a, b, epilogue));
    }

    private static void Fast<T, TProducts>(
        GpuDevice<T> device, int count, int rows, int columns, TProducts products, ArrayView<T> a, ArrayView<T> b, Epilogue<T> epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TProducts : struct, IProducts
    {
        const int Width = TensorCoreProduct<TProducts, TensorCoreSums, Rounded>.Width;
        var tiles = new Index3D(Tiles(columns, Width), Tiles(rows, Width), count);
        var (left, right, target) = (a.Cast<float>(), b.Cast<float>(), epilogue.Cast());
        if (device.Products == ProductPrecision.BFloat16)
            device.ForTiles(tiles, new TensorCoreProduct<TProducts, TensorCoreSums, Rounded>(products, left, right, target));
        else device.ForTiles(tiles, new TensorCoreProduct<TProducts, TensorCoreSums, SplitInTwo>(products, left, right, target));
    }

    private static int Tiles(int length, int width) => (length + width - 1) / width;
}
