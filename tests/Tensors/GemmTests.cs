using System.Numerics;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Tensors;

/// <summary>The blocked product against three loops, in every way it is called.</summary>
public sealed unsafe class GemmTests
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (0, 5, 3), (1, 1, 1), (3, 5, 0), (2, 0, 4), (1, 100, 33), (5, 7, 1), (4, 16, 2), (8, 32, 5), (9, 33, 48), (13, 17, 19),
        (16, 31, 64), (31, 1, 33), (33, 65, 100), (97, 48, 5), (100, 33, 33), (193, 96, 31), (40, 50, 300), (150, 7, 129),
    ];

    [Fact]
    public void It_agrees_with_three_loops() => ForAll((size, variant) =>
    {
        Check<double>(size, variant, 1e-14);
        Check<float>(size, variant, 2e-6);
    });

    [Fact]
    public void Threads_change_no_bit() => ForAll((size, variant) =>
    {
        Close.SameBits<double>(Product<double>(size, variant, 2), Product<double>(size, variant, 1), $"{size} {variant}");
        Close.SameBits<float>(Product<float>(size, variant, 3), Product<float>(size, variant, 1), $"{size} {variant}");
    });

    [Fact]
    public void A_row_has_the_same_bits_alone() => ForAll((size, variant) =>
    {
        RowsAlone<double>(size, variant);
        RowsAlone<float>(size, variant);
    });

    /// <summary>How a product is called.</summary>
    private enum Variant
    {
        Plain, Bias, Accumulate, TransposedLeft, Alone,
        TransposedRight, TransposedRightBias, TransposedRightAccumulate, TransposedRightAlone,
    }

    private static bool HasBias(Variant variant) => variant is Variant.Bias or Variant.TransposedRightBias;

    private static bool Accumulates(Variant variant) => variant is Variant.Accumulate or Variant.TransposedRightAccumulate;

    private static void ForAll(Action<(int M, int N, int K), Variant> test)
    {
        foreach (var size in Sizes)
            foreach (var variant in Enum.GetValues<Variant>()) test(size, variant);
    }

    private static void Check<T>((int M, int N, int K) size, Variant variant, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, b, bias, before) = Operands(size);
        var expected = new double[size.M * size.N];
        for (int m = 0; m < size.M; m++)
            for (int n = 0; n < size.N; n++)
            {
                double sum = HasBias(variant) ? bias.Data[n] : Accumulates(variant) ? before[m, n] : 0;
                for (int k = 0; k < size.K; k++) sum += a[m, k] * b[k, n];
                expected[m * size.N + n] = sum;
            }
        Close.Check<T>(Product<T>(size, variant, 2), expected, tolerance, $"{size} {variant}");
    }

    private static void RowsAlone<T>((int M, int N, int K) size, Variant variant) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var whole = Product<T>(size, variant, 1);
        for (int m = 0; m < size.M; m += 1 + size.M / 5)
            Close.SameBits<T>(Product<T>(size, variant, 1, m), whole.AsSpan(m * size.N, size.N), $"{size} {variant}, row {m}");
    }

    /// <summary>The product, or one row of it computed alone.</summary>
    private static T[] Product<T>((int M, int N, int K) size, Variant variant, int threads, int? row = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (wholeA, b, bias, wholeBefore) = Operands(size);
        var a = row is { } r ? wholeA.RowsOf(r, r + 1) : wholeA;
        var c = (row is { } s ? wholeBefore.RowsOf(s, s + 1) : wholeBefore).ToTensor<T>();
        int rows = a.Shape[0];
        using var device = new CpuDevice<T>(threads) { Poison = true };
        bool transposedLeft = variant == Variant.TransposedLeft, transposedRight = variant >= Variant.TransposedRight;
        var left = (transposedLeft ? Transposed(a) : a).ToTensor<T>();
        var right = (transposedRight ? Transposed(b) : b).ToTensor<T>();
        var offset = bias.ToTensor<T>();
        var x = transposedLeft ? new Gemm<T>.Factor(left.Pointer, 1, rows) : new(left.Pointer, size.K);
        var y = new Gemm<T>.Factor(right.Pointer, transposedRight ? size.K : size.N);
        var z = new Gemm<T>.Target(c.Pointer, size.N, HasBias(variant) ? offset.Pointer : null, Accumulates(variant));
        if (variant == Variant.Alone) Gemm<T>.MultiplyAlone(rows, size.N, size.K, x, y, z);
        else if (variant == Variant.TransposedRightAlone) Gemm<T>.MultiplyTransposedAlone(rows, size.N, size.K, x, y, z);
        else if (transposedRight) Gemm<T>.MultiplyTransposed(device, rows, size.N, size.K, x, y, z);
        else Gemm<T>.Multiply(device, rows, size.N, size.K, x, y, z);
        GC.KeepAlive(right);
        GC.KeepAlive(left);
        GC.KeepAlive(offset);
        return c.ToArray();
    }

    private static (Values A, Values B, Values Bias, Values Before) Operands((int M, int N, int K) size) =>
        (Values.Random(new(size.M, size.K), 1), Values.Random(new(size.K, size.N), 2),
            Values.Random(new(size.N), 3), Values.Random(new(size.M, size.N), 4));

    private static Values Transposed(Values x)
    {
        int rows = x.Shape[0], columns = x.Shape[1];
        var data = new double[x.Data.Length];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) data[j * rows + i] = x[i, j];
        return new(new(columns, rows), data);
    }
}
