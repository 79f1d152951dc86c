using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>The lanes of a 512-bit register, for processors that have them.</summary>
internal readonly struct Lanes512<T>(Vector512<T> v) : ILanes<Lanes512<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> v = v;

    public static bool AreDouble => typeof(T) == typeof(double);

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> All(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Constant(double value) => new(typeof(T) == typeof(float)
        ? Vector512.Create((float)value).As<float, T>()
        : Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Constant(double single, double wide) => new(typeof(T) == typeof(float)
        ? Vector512.Create((float)single).As<float, T>()
        : Vector512.Create(wide).As<double, T>());

    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.v + b.v);

    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.v - b.v);

    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a.v * b.v);

    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a.v / b.v);

    public static Lanes512<T> operator -(Lanes512<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => new(typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), c.v.As<T, float>()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), c.v.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, Lanes512<T> b, double c) => new(typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), Vector512.Create((float)c)).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), Vector512.Create(c)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Max(a.v, b.v));

    // The native instructions of x86 give the second operand if either is NaN, those of ARM give NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AtLeast(Lanes512<T> bound, Lanes512<T> x) => new(Vector512.MaxNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AtMost(Lanes512<T> bound, Lanes512<T> x) => new(Vector512.MinNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> x) => new(Vector512.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> WhereNegative(Lanes512<T> x, Lanes512<T> then, Lanes512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(x.v, Vector512<T>.Zero), then.v, otherwise.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ScaleByLowBits(Lanes512<T> x, Lanes512<T> n) => new(typeof(T) == typeof(float)
        ? (x.v.As<T, int>() + (n.v.As<T, int>() << 23)).As<int, T>()
        : (x.v.As<T, long>() + (n.v.As<T, long>() << 52)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes512<T> x) => Vector512.Sum(x.v);

    public static T Max(Lanes512<T> x)
    {
        T max = x.v[0];
        for (int i = 1; i < Count; i++) max = T.Max(max, x.v[i]);
        return max;
    }
}
