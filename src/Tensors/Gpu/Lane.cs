using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>One float alone: the register of a kernel's thread, for the maths that the CPU does on many at once.</summary>
/// <typeparam name="T">float.</typeparam>
internal readonly struct Lane32<T>(float v) : ILanes<Lane32<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly float v = v;

    public static bool AreDouble => false;

    public static int Count => 1;

    public static Lane32<T> All(T value) => Unsafe.BitCast<T, Lane32<T>>(value);

    public static Lane32<T> Constant(double value) => new((float)value);

    public static Lane32<T> Constant(double single, double wide) => new((float)single);

    public static Lane32<T> operator +(Lane32<T> a, Lane32<T> b) => new(a.v + b.v);

    public static Lane32<T> operator -(Lane32<T> a, Lane32<T> b) => new(a.v - b.v);

    public static Lane32<T> operator *(Lane32<T> a, Lane32<T> b) => new(a.v * b.v);

    public static Lane32<T> operator /(Lane32<T> a, Lane32<T> b) => new(a.v / b.v);

    public static Lane32<T> operator -(Lane32<T> a) => new(-a.v);

    // ILGPU has no fused multiply-add of its own; the drivers' compilers make one where they like.
    public static Lane32<T> Fma(Lane32<T> a, Lane32<T> b, Lane32<T> c) => new(a.v * b.v + c.v);

    public static Lane32<T> Fma(Lane32<T> a, Lane32<T> b, double c) => new(a.v * b.v + (float)c);

    public static Lane32<T> Max(Lane32<T> a, Lane32<T> b) => a.v < b.v || float.IsNaN(b.v) ? b : a;

    public static Lane32<T> AtLeast(Lane32<T> bound, Lane32<T> x) => x.v < bound.v ? bound : x;

    public static Lane32<T> AtMost(Lane32<T> bound, Lane32<T> x) => x.v > bound.v ? bound : x;

    public static Lane32<T> Abs(Lane32<T> x) => x.v < 0 ? -x : x;

    public static Lane32<T> WhereNegative(Lane32<T> x, Lane32<T> then, Lane32<T> otherwise) => x.v < 0 ? then : otherwise;

    public static Lane32<T> ScaleByLowBits(Lane32<T> x, Lane32<T> n) =>
        new(Interop.IntAsFloat(Interop.FloatAsInt(x.v) + (Interop.FloatAsInt(n.v) << 23)));

    public static T Sum(Lane32<T> x) => Unsafe.BitCast<Lane32<T>, T>(x);

    public static T Max(Lane32<T> x) => Unsafe.BitCast<Lane32<T>, T>(x);
}

/// <summary>One double alone.</summary>
/// <typeparam name="T">double.</typeparam>
internal readonly struct Lane64<T>(double v) : ILanes<Lane64<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double v = v;

    public static bool AreDouble => true;

    public static int Count => 1;

    public static Lane64<T> All(T value) => Unsafe.BitCast<T, Lane64<T>>(value);

    public static Lane64<T> Constant(double value) => new(value);

    public static Lane64<T> Constant(double single, double wide) => new(wide);

    public static Lane64<T> operator +(Lane64<T> a, Lane64<T> b) => new(a.v + b.v);

    public static Lane64<T> operator -(Lane64<T> a, Lane64<T> b) => new(a.v - b.v);

    public static Lane64<T> operator *(Lane64<T> a, Lane64<T> b) => new(a.v * b.v);

    public static Lane64<T> operator /(Lane64<T> a, Lane64<T> b) => new(a.v / b.v);

    public static Lane64<T> operator -(Lane64<T> a) => new(-a.v);

    public static Lane64<T> Fma(Lane64<T> a, Lane64<T> b, Lane64<T> c) => new(a.v * b.v + c.v);

    public static Lane64<T> Fma(Lane64<T> a, Lane64<T> b, double c) => new(a.v * b.v + c);

    public static Lane64<T> Max(Lane64<T> a, Lane64<T> b) => a.v < b.v || double.IsNaN(b.v) ? b : a;

    public static Lane64<T> AtLeast(Lane64<T> bound, Lane64<T> x) => x.v < bound.v ? bound : x;

    public static Lane64<T> AtMost(Lane64<T> bound, Lane64<T> x) => x.v > bound.v ? bound : x;

    public static Lane64<T> Abs(Lane64<T> x) => x.v < 0 ? -x : x;

    public static Lane64<T> WhereNegative(Lane64<T> x, Lane64<T> then, Lane64<T> otherwise) => x.v < 0 ? then : otherwise;

    public static Lane64<T> ScaleByLowBits(Lane64<T> x, Lane64<T> n) =>
        new(Interop.IntAsFloat(Interop.FloatAsInt(x.v) + (Interop.FloatAsInt(n.v) << 52)));

    public static T Sum(Lane64<T> x) => Unsafe.BitCast<Lane64<T>, T>(x);

    public static T Max(Lane64<T> x) => Unsafe.BitCast<Lane64<T>, T>(x);
}
