using System.Numerics;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Tensors;

public sealed class GeluLoopTests(ITestOutputHelper output)
{
    private const double Bound = 6;

    private static readonly PreciseGelu Narrow = new(600), Wide = new(2700);

    [Theory]
    [InlineData(1, 0.8413447460685429), InlineData(-1, -0.15865525393145705), InlineData(-5, -1.4332578593959696e-6)]
    public void The_reference_gives_the_tabulated_digits(double x, double tabulated) =>
        Assert.InRange(Narrow.Error(tabulated, x, Math.BitIncrement(tabulated) - tabulated), 0, 1);

    [Fact]
    public void Double_is_within_six_units_in_the_last_place()
    {
        double[] x = Points(38.6);
        Check(x, Run(x).Y, (i, y) => Wide.Error(y, x[i], Math.BitIncrement(Math.Abs(y)) - Math.Abs(y)));
    }

    [Fact]
    public void Float_is_within_six_units_in_the_last_place()
    {
        float[] x = Array.ConvertAll(Points(14.3), x => (float)x);
        Check(x, Run(x).Y, (i, y) => Narrow.Error(y, x[i], MathF.BitIncrement(MathF.Abs(y)) - MathF.Abs(y)));
    }

    [Fact]
    public void Ends_are_exact() => ForBoth(Ends<float>, Ends<double>);

    [Fact]
    public void The_place_in_a_row_changes_no_bit() => ForBoth(Places<float>, Places<double>);

    private static void ForBoth(params Action[] tests) => Array.ForEach(tests, test => test());

    private static void Ends<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        T far = T.CreateChecked(1e30);
        var (y, slope) = Run([T.PositiveInfinity, T.NegativeInfinity, far, -far, T.Zero, T.NaN]);
        Assert.Equal([T.PositiveInfinity, T.Zero, far, T.Zero, T.Zero, T.NaN], y);
        Assert.Equal([T.One, T.Zero, T.One, T.Zero, T.CreateChecked(0.5), T.NaN], slope);
    }

    private static void Places<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Array.ConvertAll(Points(20), T.CreateChecked)[..70];
        var (y, slope) = Run(x);
        for (int begin = 0; begin < 20; begin++)
            for (int end = begin; end < x.Length; end += 3)
            {
                var part = Run(x[begin..end]);
                Close.SameBits<T>(part.Y, y.AsSpan(begin..end), $"y from {begin} to {end}");
                Close.SameBits<T>(part.Slope, slope.AsSpan(begin..end), $"slope from {begin} to {end}");
            }
    }

    private void Check<T>(T[] x, T[] y, Func<int, T, double> errorOf)
    {
        double worst = 0;
        int at = 0;
        for (int i = 0; i < x.Length; i++)
            if (errorOf(i, y[i]) is var error && !(error <= worst)) (worst, at) = (error, i);
        output.WriteLine($"worst error {worst:0.00} units at {x[at]:R}");
        Assert.True(worst <= Bound, $"{worst:0.00} units at {x[at]:R}");
    }

    private static (T[] Y, T[] Slope) Run<T>(T[] x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] y = new T[x.Length], slope = new T[x.Length];
        GeluLoop.Run<T>(x, y, slope);
        return (y, slope);
    }

    // All sizes down to 2^-40, the whole tail, and close to 0, where nothing but x/2 is left.
    private static double[] Points(double last)
    {
        var random = new Random(1);
        double[] sizes =
        [
            .. Enumerable.Range(-40, 42).Select(e => Math.ScaleB(1 + random.NextDouble(), e)),
            .. Enumerable.Range(0, 150).Select(_ => last * random.NextDouble()),
            .. Enumerable.Range(0, 150).Select(_ => 2 * random.NextDouble()),
        ];
        return [.. sizes.Select(x => -x), .. sizes.Where(x => x < 7)];
    }
}
