using System.Numerics;
using System.Runtime.Intrinsics;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Tensors;

/// <summary>Both kernels, whichever of them this machine prefers: one chain of fused multiply-adds per element, so equal bits.</summary>
public sealed unsafe class GemmKernelTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(31), InlineData(100)]
    public void Tiles_of_both_kernels_are_chains_of_fused_multiply_adds(int inner)
    {
        for (int rows = 1; rows <= 9; rows++)
        {
            Check<float>(rows, inner, 2 * Vector256<float>.Count, GemmKernel256.Rows, GemmKernel256.Run);
            Check<double>(rows, inner, 2 * Vector256<double>.Count, GemmKernel256.Rows, GemmKernel256.Run);
            Check<float>(rows, inner, 2 * Vector512<float>.Count, GemmKernel512.Rows, GemmKernel512.Run);
            Check<double>(rows, inner, 2 * Vector512<double>.Count, GemmKernel512.Rows, GemmKernel512.Run);
        }
    }

    private delegate int Kernel<T>(int rows, T* a, nint rowStride, nint step, T* b, int inner, T* tile) where T : unmanaged;

    private static void Check<T>(int rows, int inner, int width, int most, Kernel<T> kernel) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> a = Values.Random(new(rows, inner), 1).ToTensor<T>(), b = Values.Random(new(inner, width), 2).ToTensor<T>();
        var tile = Tensor<T>.Zeros(new(most, width));
        int done = kernel(rows, a.Pointer, inner, 1, b.Pointer, inner, tile.Pointer);
        Assert.InRange(done, 1, Math.Min(rows, most));
        var expected = new T[done * width];
        for (int m = 0; m < done; m++)
            for (int n = 0; n < width; n++)
                for (int k = 0; k < inner; k++)
                    expected[m * width + n] = T.FusedMultiplyAdd(a.Row(m)[k], b.Row(k)[n], expected[m * width + n]);
        Close.SameBits<T>(tile.Span[..expected.Length], expected, $"{rows} rows, {inner} products, {width} columns");
        Assert.All(tile.Span[expected.Length..].ToArray(), x => Assert.Equal(T.Zero, x));
    }
}
