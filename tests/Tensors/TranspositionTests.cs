using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed unsafe class TranspositionTests
{
    [Theory]
    [InlineData(1, 1), InlineData(8, 8), InlineData(16, 24), InlineData(7, 9), InlineData(9, 7), InlineData(33, 100), InlineData(0, 5)]
    public void Rows_become_columns(int rows, int columns)
    {
        Check<float>(rows, columns, accumulate: false);
        Check<float>(rows, columns, accumulate: true);
        Check<double>(rows, columns, accumulate: false);
        Check<double>(rows, columns, accumulate: true);
        Check<float>(rows, columns, accumulate: false, gap: 3);
    }

    private static void Check<T>(int rows, int columns, bool accumulate, int gap = 0) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var device = new CpuDevice<T>(2);
        Tensor<T> from = device.Allocate(new Shape(rows, columns)), to = device.Allocate(new Shape(columns, rows + gap));
        for (int i = 0; i < from.Count; i++) from.Span[i] = T.CreateChecked(i + 1);
        to.Span.Fill(T.CreateChecked(1000));
        Transposition.Transpose(device, from.Pointer, rows, columns, to.Pointer, rows + gap, accumulate);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
                Assert.Equal(from.Row(r)[c] + (accumulate ? T.CreateChecked(1000) : T.Zero), to.Row(c)[r]);
        for (int c = 0; c < columns; c++) Assert.All(to.Row(c)[rows..].ToArray(), untouched => Assert.Equal(T.CreateChecked(1000), untouched));
    }
}
