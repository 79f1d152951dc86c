using System.Numerics;

namespace PureSaliency.Tests.Laws;

/// <summary>Comparisons that NaN cannot pass: the condition is always !(difference &lt;= tolerance).</summary>
public static class Close
{
    /// <summary>max |actual − expected| / max(max |expected|, floor); NaN if a difference is NaN.</summary>
    public static double Error<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double floor = 1e-30)
        where T : INumber<T> => Worst(actual, expected, floor).Error;

    /// <summary>Fails unless the error, relative to the largest expected element, is within the tolerance.</summary>
    /// <returns>The error.</returns>
    public static double Check<T>(
        ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double tolerance, string what, double floor = 1e-30) where T : INumber<T>
    {
        if (actual.Length != expected.Length)
            Assert.Fail($"{what}: {actual.Length} elements, expected {expected.Length}.");
        var (at, error) = Worst(actual, expected, floor);
        if (!(error <= tolerance))
            Assert.Fail($"{what}: element {at} is {actual[at]}, expected {expected[at]:R}; error {error:E2} > {tolerance:E0}.");
        return error;
    }

    /// <summary>Fails unless both have the same bits.</summary>
    public static void SameBits<T>(ReadOnlySpan<T> actual, ReadOnlySpan<T> expected, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (actual.Length != expected.Length)
            Assert.Fail($"{what}: {actual.Length} elements, expected {expected.Length}.");
        for (int i = 0; i < actual.Length; i++)
            if (!Bits(actual[i]).SequenceEqual(Bits(expected[i])))
                Assert.Fail($"{what}: element {i} is {actual[i]}, expected the bits of {expected[i]}.");
    }

    /// <summary>The elements in double.</summary>
    public static double[] Widen<T>(ReadOnlySpan<T> values) where T : INumber<T>
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = double.CreateChecked(values[i]);
        return wide;
    }

    private static (int At, double Error) Worst<T>(ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double floor) where T : INumber<T>
    {
        double scale = floor, largest = 0;
        int at = 0;
        foreach (double x in expected) scale = Math.Max(scale, Math.Abs(x));
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(double.CreateChecked(actual[i]) - expected[i]);
            if (double.IsNaN(difference)) return (i, difference);
            if (difference > largest) (at, largest) = (i, difference);
        }
        return (at, largest / scale);
    }

    private static byte[] Bits<T>(T x) where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes([x]).ToArray();
}
