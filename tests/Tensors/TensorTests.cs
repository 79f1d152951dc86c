using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void Values_are_copied_in()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var tensor = Tensor<float>.From(new(2, 3), values);
        values[0] = 7;
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.ToArray());
        Assert.Equal([4, 5, 6], tensor.Row(1).ToArray());
        Assert.False(tensor.IsConstant);
    }

    [Fact]
    public void Zeros_are_zero_and_may_be_none()
    {
        Assert.All(Tensor<double>.Zeros(new(7, 33)).ToArray(), x => Assert.Equal(0, x));
        Assert.Empty(Tensor<double>.Zeros(new(0, 33)).ToArray());
        Assert.Equal([5], Tensor<double>.From(new(), [5]).ToArray());
    }

    [Fact]
    public void The_count_of_values_must_be_that_of_the_shape()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor<float>.From(new(2, 3), [1, 2]));
        Assert.Equal("Shape [2, 3] has 6 elements, but 2 values were given.", error.Message);
    }

    [Fact]
    public void Reshaping_shares_the_elements_and_keeps_them_alive()
    {
        var reshaped = Reshaped();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal([1, 2, 3, 4, 5, 6], reshaped.ToArray());
        Assert.Equal(new Shape(3, 2), reshaped.Shape);
        Assert.True(reshaped.IsConstant);
        reshaped.Reshape(new(6)).Span[5] = 9;
        Assert.Equal(9, reshaped.Row(2)[1]);
    }

    [Fact]
    public void Reshaping_to_another_count_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor<float>.Zeros(new(2, 3)).Reshape(new(5)));
        Assert.Equal("A tensor of shape [2, 3] cannot be read as [5].", error.Message);
    }

    [Fact]
    public void Slices_and_rows_share_the_elements()
    {
        var tensor = Tensor<float>.From(new(3, 2), [1, 2, 3, 4, 5, 6], constant: true);
        Assert.Equal([3, 4, 5], tensor.Slice(2, new(3)).ToArray());
        Assert.Equal(new Shape(2, 2), tensor.Rows(1, 2).Shape);
        Assert.Equal([3, 4, 5, 6], tensor.Rows(1, 2).ToArray());
        Assert.True(tensor.Rows(1, 2).IsConstant);
        Assert.Empty(tensor.Slice(6, new(0)).ToArray());
        tensor.Slice(4, new()).Span[0] = 9;
        Assert.Equal(9, tensor.Row(2)[0]);
    }

    [Theory]
    [InlineData(-1, 1), InlineData(0, 7), InlineData(6, 1), InlineData(int.MaxValue, 2)]
    public void Slices_beyond_the_tensor_are_refused(int offset, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor<float>.Zeros(new(3, 2)).Slice(offset, new(count)));

    private static Tensor<float> Reshaped() => Tensor<float>.From(new(2, 3), [1, 2, 3, 4, 5, 6], constant: true).Reshape(new(3, 2));
}
