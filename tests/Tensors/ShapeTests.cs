using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed class ShapeTests
{
    [Fact]
    public void A_shape_without_extents_is_a_scalar()
    {
        foreach (var scalar in (Shape[])[default, new(), new([])])
        {
            Assert.Equal((0, 1, 1, 1), (scalar.Rank, scalar.Count, scalar.Rows, scalar.Width));
            Assert.Equal("[]", scalar.ToString());
            Assert.Equal(default, scalar);
        }
    }

    [Fact]
    public void A_matrix_knows_its_rows_and_their_width()
    {
        var shape = new Shape(2, 3, 5);
        Assert.Equal((3, 30, 6, 5), (shape.Rank, shape.Count, shape.Rows, shape.Width));
        Assert.Equal((2, 5, 3), (shape[0], shape[-1], shape[-2]));
        Assert.Equal("[2, 3, 5]", shape.ToString());
    }

    [Theory]
    [InlineData(0, 5, 0), InlineData(5, 0, 0), InlineData(0, 0, 0)]
    public void Zero_is_a_legal_extent(int rows, int width, int count)
    {
        var shape = new Shape(rows, width);
        Assert.Equal((count, width), (shape.Count, shape.Width));
        Assert.Equal(0, shape.Rows);
    }

    [Fact]
    public void Negative_extents_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(3, -1));

    [Theory]
    [InlineData(65536, 32768), InlineData(int.MaxValue, 2), InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Counts_beyond_31_bits_are_refused(params int[] extents) => Assert.Throws<OverflowException>(() => new Shape(extents));

    [Fact]
    public void The_largest_count_is_accepted() => Assert.Equal(int.MaxValue, new Shape(1, int.MaxValue).Count);

    [Fact]
    public void Equality_is_that_of_the_extents()
    {
        Assert.Equal(new Shape(2, 3), new Shape(2, 3));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.True(new Shape(2, 3) == new Shape(2, 3));
        foreach (var other in (Shape[])[new(3, 2), new(6), new(2, 3, 1), new()]) Assert.True(new Shape(2, 3) != other);
        Assert.False(new Shape(2).Equals("[2]"));
    }

    [Fact]
    public void A_shape_does_not_follow_the_array_it_was_made_from()
    {
        int[] extents = [2, 3];
        var shape = new Shape(extents);
        extents[0] = 7;
        Assert.Equal(new Shape(2, 3), shape);
    }
}
