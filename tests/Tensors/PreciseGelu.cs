using System.Numerics;

namespace PureSaliency.Tests.Tensors;

/// <summary>
/// x Φ(x) = x erfc(−x/√2) / 2 from the Taylor series of erfc in integers scaled by a power of 2: 2^2700 is enough for the
/// cancellation and for the smallness of the result up to |x| = 38.8, where it is below the smallest double, 2^600 up to 14.8.
/// </summary>
internal sealed class PreciseGelu
{
    private readonly int digits;
    private readonly BigInteger one, rootOfPi, rootOfTwo;

    public PreciseGelu(int digits)
    {
        this.digits = digits;
        one = BigInteger.One << digits;
        rootOfPi = Root(Pi() << digits);
        rootOfTwo = Root(one << digits + 1);
    }

    /// <summary>|actual − x Φ(x)| in units in the last place that <paramref name="ulp"/> gives.</summary>
    public double Error(double actual, double x, double ulp) =>
        (double)(BigInteger.Abs(Scaled(actual) - Of(Scaled(x))) * 10_000 / Scaled(ulp)) / 10_000;

    private BigInteger Of(BigInteger x) => x * Erfc(-(x << digits) / rootOfTwo) >> digits + 1;

    /// <summary>erfc x = 1 − (2/√π) Σ (−1)^n x^(2n+1) / (n! (2n+1)), scaled.</summary>
    private BigInteger Erfc(BigInteger at)
    {
        BigInteger square = at * at >> digits, power = at, sum = at;
        for (int n = 1; !power.IsZero && power != -1; n++)
        {
            power = -(power * square >> digits) / n;
            sum += power / (2 * n + 1);
        }
        return one - (sum << digits + 1) / rootOfPi;
    }

    /// <summary>A double, exactly.</summary>
    private BigInteger Scaled(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x), fraction = bits & ((1L << 52) - 1);
        int exponent = (int)(bits >> 52 & 0x7ff);
        BigInteger mantissa = (exponent == 0 ? fraction : fraction | 1L << 52) * (BigInteger)(bits < 0 ? -1 : 1);
        return mantissa << digits + Math.Max(exponent, 1) - 1075;
    }

    // Machin: π = 16 arctan 1/5 − 4 arctan 1/239.
    private BigInteger Pi() => 16 * ArcTangentOfInverse(5) - 4 * ArcTangentOfInverse(239);

    private BigInteger ArcTangentOfInverse(int x)
    {
        BigInteger power = one / x, sum = power;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power /= -x * x;
            sum += power / n;
        }
        return sum;
    }

    // Newton from above.
    private static BigInteger Root(BigInteger x)
    {
        BigInteger root = BigInteger.One << (int)(x.GetBitLength() + 1) / 2, next = (root + x / root) / 2;
        while (next < root) (root, next) = (next, (next + x / next) / 2);
        return root;
    }
}
