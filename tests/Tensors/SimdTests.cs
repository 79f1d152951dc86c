using System.Numerics;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Tensors;

/// <summary>Loops over rows of every length around the vector widths, against plain ones.</summary>
public sealed class SimdTests
{
    [Fact]
    public void Double_agrees_with_plain_loops() => ForAllLengths<double>(1e-14);

    [Fact]
    public void Float_agrees_with_plain_loops() => ForAllLengths<float>(2e-6);

    [Fact]
    public void The_maximum_of_nothing_is_minus_infinity() => Assert.Equal(double.NegativeInfinity, Simd.Max<double>([]));

    [Fact]
    public void Softmax_withstands_large_values()
    {
        var p = new float[20];
        Simd.Softmax<float>([.. Enumerable.Range(0, 20).Select(i => i == 7 ? 3e38f : -3e38f)], p);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i == 7 ? 1f : 0), p);
    }

    [Fact]
    public void Equal_values_share_equally()
    {
        var p = new double[48];
        Simd.Softmax<double>(new double[48], p);
        Assert.All(p, x => Assert.Equal(1.0 / 48, x));
    }

    [Fact]
    public void Exponentials_have_the_same_bits_wherever_they_stand()
    {
        Check<float>();
        Check<double>();

        static void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] x = Values.Random(new(70), 1, scale: 60, centre: -60).ToTensor<T>().ToArray(), whole = new T[70], part = new T[70];
            Simd.ExpSum<T>(x, T.Zero, whole);
            for (int begin = 0; begin < 20; begin++)
                for (int end = begin; end <= x.Length; end++)
                {
                    Simd.ExpSum<T>(x.AsSpan(begin..end), T.Zero, part);
                    Close.SameBits<T>(part.AsSpan(0, end - begin), whole.AsSpan(begin..end), $"exp from {begin} to {end}");
                }
        }
    }

    [Fact]
    public void Exponentials_are_right_to_the_last_place_but_one()
    {
        double[] x = [0, .. Enumerable.Range(1, 10_000).Select(i => i * -0.0700001)], wide = new double[x.Length];
        float[] at = Array.ConvertAll(x, value => (float)value / 7), narrow = new float[x.Length];
        Simd.ExpSum<double>(x, 0, wide);
        Simd.ExpSum<float>(at, 0, narrow);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Math.Exp(x[i]), expectedNarrow = Math.Exp(at[i]);
            Assert.InRange(wide[i], expected - 2 * Unit(expected), expected + 2 * Unit(expected));
            Assert.InRange(narrow[i], expectedNarrow - UnitOfFloat(expectedNarrow), expectedNarrow + UnitOfFloat(expectedNarrow));
        }

        static double Unit(double y) => Math.BitIncrement(y) - y;
        static double UnitOfFloat(double y) => MathF.BitIncrement((float)y) - (float)y;
    }

    [Fact]
    public void Whatever_is_not_finite_is_found_wherever_it_is()
    {
        for (int length = 0; length <= 40; length++)
        {
            var x = Enumerable.Repeat(-float.MaxValue, length).ToArray();
            Assert.True(Simd.AllFinite<float>(x));
            for (int i = 0; i < length; i++)
                foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                {
                    x[i] = bad;
                    Assert.False(Simd.AllFinite<float>(x));
                    x[i] = 0;
                }
        }
    }

    private static void ForAllLengths<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int length = 0; length <= 70; length++)
        {
            Values x = Values.Random(new(length), 1), y = Values.Random(new(length), 2), z = Values.Random(new(length), 3);
            Sums<T>(x, y, tolerance);
            Rows<T>(x, y, z, tolerance);
        }
    }

    private static void Sums<T>(Values x, Values y, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] xs = x.ToTensor<T>().ToArray(), ys = y.ToTensor<T>().ToArray();
        Check("sum", Simd.Sum<T>(xs), x.Data.Sum());
        Check("dot", Simd.Dot<T>(xs, ys), x.Data.Zip(y.Data, (a, b) => a * b).Sum());
        Check("deviations", Simd.SumOfSquaredDeviations<T>(xs, T.CreateChecked(0.25)), x.Data.Sum(a => (a - 0.25) * (a - 0.25)));
        Assert.Equal(xs.Length == 0 ? T.NegativeInfinity : xs.Max(), Simd.Max<T>(xs));

        // The sum of the sizes is the scale: the sum itself may cancel.
        void Check(string what, T actual, double expected) =>
            Close.Check<T>([actual], [expected], tolerance, $"{what} of {xs.Length}", floor: 1);
    }

    private static void Rows<T>(Values x, Values y, Values z, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = x.Data.Length;
        T[] xs = x.ToTensor<T>().ToArray(), ys = y.ToTensor<T>().ToArray();
        double max = x.Data.DefaultIfEmpty().Max(), sum = x.Data.Sum(a => Math.Exp(a - max));
        Check("add to", to => Simd.AddTo<T>(xs, to), i => z.Data[i] + x.Data[i]);
        Check("add product to", to => Simd.AddProductTo<T>(xs, ys, to), i => z.Data[i] + x.Data[i] * y.Data[i]);
        Check("add", to => Simd.Add<T>(xs, ys, to), i => x.Data[i] + y.Data[i]);
        Check("scale", to => Simd.Scale<T>(xs, T.CreateChecked(-3), to), i => -3 * x.Data[i]);
        Check("scale in place", to => Simd.Scale<T>(to, T.CreateChecked(-3), to), i => -3 * z.Data[i]);
        Check("softmax", to => Simd.Softmax<T>(xs, to), i => Math.Exp(x.Data[i] - max) / sum);
        Check("exp sum", to => Close.Check<T>([Simd.ExpSum<T>(xs, T.CreateChecked(max), to)], [sum], tolerance, "exp sum"),
            i => Math.Exp(x.Data[i] - max));

        void Check(string what, Write<T> write, Func<int, double> expected)
        {
            var to = z.ToTensor<T>().ToArray();
            write(to);
            Close.Check<T>(to, [.. Enumerable.Range(0, length).Select(expected)], tolerance, $"{what} of {length}");
        }
    }

    private delegate void Write<T>(Span<T> to);
}
