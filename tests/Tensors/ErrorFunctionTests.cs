using PureSaliency.Tensors;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Tensors;

public sealed class ErrorFunctionTests(ITestOutputHelper output)
{
    private const double Bound = 4;

    private static readonly PreciseErfc Narrow = new(600), Wide = new(2700);

    // Where one approximation gives way to the next, and where a square has one digit too many for float.
    private static readonly double[] Borders = [0.25, 0.84375, 1.25, 1 / 0.35, 1.86, 1.99, 3.94, 3.99, 7.97, 7.99, 6, 9.9, 26, 26.5, 27.2];

    [Theory]
    [InlineData(0.5, 0.4795001221869535), InlineData(1, 0.15729920705028513), InlineData(2, 0.004677734981047266)]
    public void The_reference_gives_the_tabulated_digits(double x, double tabulated) =>
        Assert.InRange(Narrow.Error(tabulated, x, Math.BitIncrement(tabulated) - tabulated), 0, 1);

    [Fact]
    public void Double_is_within_four_units_in_the_last_place()
    {
        double worst = 0, at = 0;
        foreach (double x in Points(27.3))
        {
            double actual = ErrorFunction<double>.Erfc(x), error = Wide.Error(actual, x, Math.BitIncrement(actual) - actual);
            if (!(error <= worst)) (worst, at) = (error, x);
        }
        output.WriteLine($"worst error {worst:0.00} units at {at:R}");
        Assert.True(worst <= Bound, $"{worst:0.00} units at {at:R}");
    }

    [Fact]
    public void Float_is_within_four_units_in_the_last_place()
    {
        float worst = 0, at = 0;
        foreach (float x in Points(10.2).Select(x => (float)x))
        {
            float actual = ErrorFunction<float>.Erfc(x), error = (float)Narrow.Error(actual, x, MathF.BitIncrement(actual) - actual);
            if (!(error <= worst)) (worst, at) = (error, x);
        }
        output.WriteLine($"worst error {worst:0.00} units at {at:R}");
        Assert.True(worst <= Bound, $"{worst:0.00} units at {at:R}");
    }

    [Fact]
    public void Ends_are_exact()
    {
        Assert.Equal([0, 2, 1, 1, double.NaN], Array.ConvertAll(Ends, ErrorFunction<double>.Erfc));
        Assert.Equal([0, 2, 1, 1, float.NaN], Array.ConvertAll(Array.ConvertAll(Ends, x => (float)x), ErrorFunction<float>.Erfc));
        Assert.Equal([0, 2, 0, 2], Array.ConvertAll([30, -30, 1e300, -1e300], ErrorFunction<double>.Erfc));
    }

    private static double[] Ends => [double.PositiveInfinity, double.NegativeInfinity, 0, double.NegativeZero, double.NaN];

    private static IEnumerable<double> Points(double last)
    {
        var random = new Random(1);
        double[] sizes =
        [
            .. Borders.SelectMany(x => (double[])[x, Math.BitDecrement(x), Math.BitIncrement(x), (float)x, MathF.BitDecrement((float)x)]),
            .. Enumerable.Range(-40, 40).Select(e => Math.ScaleB(1 + random.NextDouble(), e)),
            .. Enumerable.Range(0, 100).Select(_ => last * random.NextDouble()),
        ];
        return sizes.Where(x => x <= last).Concat(sizes.Where(x => x < 7).Select(x => -x));
    }
}
