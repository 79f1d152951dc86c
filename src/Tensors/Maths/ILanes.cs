using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>
/// Several numbers side by side in one register, so that a loop is written once for every register width. A span of numbers
/// is cast to a span of lanes to read and write them.
/// </summary>
/// <typeparam name="TSelf">The lanes.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether they are doubles.</summary>
    static abstract bool AreDouble { get; }

    /// <summary>How many there are.</summary>
    static abstract int Count { get; }

    /// <summary>One value in all lanes.</summary>
    static abstract TSelf All(T value);

    /// <summary>One constant, rounded to T, in all lanes.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>One constant for float, another for double.</summary>
    static abstract TSelf Constant(double single, double wide);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>a b + c with a constant: a step of Horner's rule.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, double c);

    /// <summary>The larger; NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>x, or the bound where x is below it; NaN stays NaN.</summary>
    static abstract TSelf AtLeast(TSelf bound, TSelf x);

    /// <summary>x, or the bound where x is above it; NaN stays NaN.</summary>
    static abstract TSelf AtMost(TSelf bound, TSelf x);

    /// <summary>|x|.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>Lane by lane, the first where x is below 0, else the second.</summary>
    static abstract TSelf WhereNegative(TSelf x, TSelf then, TSelf otherwise);

    /// <summary>x · 2^n, n being the integer in the lowest bits of <paramref name="n"/>; x and the product are normal.</summary>
    static abstract TSelf ScaleByLowBits(TSelf x, TSelf n);

    /// <summary>The sum of all lanes.</summary>
    static abstract T Sum(TSelf x);

    /// <summary>The largest of all lanes; NaN if any is NaN.</summary>
    static abstract T Max(TSelf x);
}
