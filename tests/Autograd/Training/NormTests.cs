using System.Numerics;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd.Training;

public sealed class NormTests
{
    // From 100,000 elements on work is shared.
    public static TheoryData<int> Counts => [0, 1, 5, 16383, 16384, 16385, 2 * 16384, 7 * 16384 + 3];

    // A piece is a sum of 16384 squares: √16384 u is 1.4e-14 in double and 8e-6 in float; one square left out is 1e-6 or more of all.
    [Theory, MemberData(nameof(Counts))]
    public void Double_agrees_with_a_plain_loop(int count) => Agrees<double>(count, 1e-13);

    [Theory, MemberData(nameof(Counts))]
    public void Float_agrees_with_a_plain_loop(int count) => Agrees<float>(count, 1e-5);

    [Theory, MemberData(nameof(Counts))]
    public void Bits_do_not_depend_on_threads(int count)
    {
        double one = Of<float>(1, Made(count));
        Assert.Equal(one, Of<float>(2, Made(count)));
        Assert.Equal(one, Of<float>(3, Made(count)));
    }

    [Fact]
    public void Tensors_count_together() => Assert.Equal(13, Of<double>(1, Values.Of(new(2), 3, -4), Values.Of(new(1, 1), 12)));

    [Fact]
    public void Nothing_has_a_norm_of_0() => Assert.Equal(0, Of<double>(1));

    [Theory]
    [InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_has_no_finite_norm(double x) =>
        Assert.False(double.IsFinite(Of<float>(2, Values.Of(new(2), 1, 1), Values.Of(new(2), 1, x))));

    private static void Agrees<T>(int count, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double squares = 0;
        foreach (double x in Made(count).Data) squares += x * x;
        Close.Check<double>([Of<T>(2, Made(count))], [Math.Sqrt(squares)], tolerance, $"{count} elements");
    }

    private static Values Made(int count) => Values.Random(new(count), 1, scale: 0.2, centre: 0.5);

    private static double Of<T>(int threads, params Values[] tensors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var device = new CpuDevice<T>(threads);
        return Norm.Of(device, tensors.Select(values => values.ToTensor<T>()));
    }
}
