using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

/// <summary>The peak is a number; how high it is, is the machine's affair.</summary>
public sealed class FmaPeakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void There_is_one(int threads) => Assert.True(double.IsNormal(FmaPeak.Gigaflops(threads, TimeSpan.FromMilliseconds(1))));

    [Fact]
    public void Threads_are_needed() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FmaPeak.Gigaflops(0, TimeSpan.FromMilliseconds(1)));
}
