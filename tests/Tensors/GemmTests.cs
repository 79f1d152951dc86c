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
        (16, 31, 64), (31, 1, 33), (33, 65, 100), (97, 48, 5), (100, 33, 33), (193, 96, 31),
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

    [Fact]
    public void A_constant_weight_is_packed_once_and_gives_the_same_bits()
    {
        using var device = new CpuDevice<float>(2);
        var values = Values.Random(new(33, 48), 1);
        var moving = values.ToTensor<float>();
        var constant = Tensor<float>.From(moving.Shape, moving.Span, constant: true);
        foreach (var orientation in Enum.GetValues<Orientation>())
        {
            var kept = PackedMatrix<float>.Of(device, constant, orientation);
            var made = PackedMatrix<float>.Of(device, moving, orientation);
            Assert.Same(kept, PackedMatrix<float>.Of(device, constant, orientation));
            Assert.NotSame(made, PackedMatrix<float>.Of(device, moving, orientation));
            int size = (int)PackedMatrix<float>.SizeFor(kept.Inner, kept.Columns);
            Close.SameBits<float>(new(kept.Pointer, size), new(made.Pointer, size), $"{orientation}");
        }
    }

    /// <summary>How a product is called.</summary>
    private enum Variant { Plain, Bias, Accumulate, TransposedLeft, TransposedRight, Alone }

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
                double sum = variant == Variant.Bias ? bias.Data[n] : variant == Variant.Accumulate ? before[m, n] : 0;
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
        var left = (variant == Variant.TransposedLeft ? Transposed(a) : a).ToTensor<T>();
        var source = variant == Variant.TransposedLeft ? new Gemm<T>.Source(left.Pointer, 1, rows) : new(left.Pointer, size.K, 1);
        var packed = variant == Variant.TransposedRight
            ? PackedMatrix<T>.Of(device, Transposed(b).ToTensor<T>(), Orientation.Transposed)
            : PackedMatrix<T>.Of(device, b.ToTensor<T>(), Orientation.AsStored);
        var offset = bias.ToTensor<T>();
        var target = new Gemm<T>.Target(
            c.Pointer, size.N, variant == Variant.Bias ? offset.Pointer : null, variant == Variant.Accumulate);
        if (variant == Variant.Alone) Gemm<T>.MultiplyAlone(rows, source, packed, target);
        else Gemm<T>.Multiply(device, rows, source, packed, target);
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
