using System.Numerics;
using System.Runtime.Intrinsics;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Tensors;

/// <summary>Tiles of every width of register, whichever this machine prefers: chains of fused multiply-adds, so equal bits.</summary>
public sealed unsafe class TilesTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(31), InlineData(100)]
    public void Elements_are_chains_of_fused_multiply_adds(int steps)
    {
        for (int rows = 1; rows <= 9; rows++)
            for (int vectors = 1; vectors <= 3; vectors++)
            {
                All<float>(rows, vectors, steps);
                All<double>(rows, vectors, steps);
            }
        for (int rows = 1; rows <= 7; rows++)
        {
            Check<float, Vector512<float>>(rows, 4, steps, Tiles<Register512<float, Element>, Vector512<float>>.Run, 1);
            Check<float, Vector512<float>>(rows, 4, steps, Tiles<Register512<float, Pair>, Vector512<float>>.Run, 2);
        }
    }

    private delegate int Kernel(int rows, int vectors, in Tile tile);

    private static void All<T>(int rows, int vectors, int steps) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check<T, Vector512<T>>(rows, vectors, steps, Tiles<Register512<T, Element>, Vector512<T>>.Run, 1);
        Check<T, Vector256<T>>(rows, vectors, steps, Tiles<Register256<T, Element>, Vector256<T>>.Run, 1);
        Check<T, Vector128<T>>(rows, vectors, steps, Tiles<Register128<T, Element>, Vector128<T>>.Run, 1);
        int unit = sizeof(double) / sizeof(T);
        Check<T, Vector512<T>>(rows, vectors, steps, Tiles<Register512<T, Pair>, Vector512<T>>.Run, unit);
        Check<T, Vector256<T>>(rows, vectors, steps, Tiles<Register256<T, Pair>, Vector256<T>>.Run, unit);
        Check<T, Vector128<T>>(rows, vectors, steps, Tiles<Register128<T, Pair>, Vector128<T>>.Run, unit);
    }

    // Column c of a step holds element c % unit of the unit.
    private static void Check<T, V>(int rows, int vectors, int steps, Kernel kernel, int unit)
        where T : unmanaged, IFloatingPointIeee754<T> where V : unmanaged
    {
        int width = vectors * sizeof(V) / sizeof(T);
        Tensor<T> a = Values.Random(new(rows, steps * unit), 1).ToTensor<T>(), b = Values.Random(new(steps, width), 2).ToTensor<T>();
        Tensor<T> c = Values.Random(new(rows, width), 3).ToTensor<T>(), before = Tensor<T>.From(c.Shape, c.Span);
        int done = kernel(rows, vectors, new Tile
        {
            A = (byte*)a.Pointer,
            ARow = steps * unit * sizeof(T),
            AStep = unit * sizeof(T),
            Steps = steps,
            B = (byte*)b.Pointer,
            BRow = width * sizeof(T),
            Init = (byte*)before.Pointer,
            InitRow = width * sizeof(T),
            C = (byte*)c.Pointer,
            CRow = width * sizeof(T),
            PrefetchAt = (byte*)b.Pointer,
            PrefetchStep = 64,
        });
        Assert.InRange(done, 1, rows);
        var expected = before.ToArray();
        for (int m = 0; m < done; m++)
            for (int n = 0; n < width; n++)
                for (int k = 0; k < steps; k++)
                    expected[m * width + n] = T.FusedMultiplyAdd(a.Row(m)[k * unit + n % unit], b.Row(k)[n], expected[m * width + n]);
        Close.SameBits<T>(c.Span, expected, $"{rows} rows, {steps} steps, {vectors} vectors of {sizeof(V)} bytes, unit {unit}");
    }
}
