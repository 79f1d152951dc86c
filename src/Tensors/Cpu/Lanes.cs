using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>The lanes of the registers that every program has: 256 bits with AVX2, 128 with SSE or NEON.</summary>
internal readonly struct Lanes<T>(Vector<T> v) : ILanes<Lanes<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> v = v;

    public static bool AreDouble => typeof(T) == typeof(double);

    public static int Count => Vector<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> All(T value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Constant(double value) => new(typeof(T) == typeof(float)
        ? Vector.Create((float)value).As<float, T>()
        : Vector.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Constant(double single, double wide) => new(typeof(T) == typeof(float)
        ? Vector.Create((float)single).As<float, T>()
        : Vector.Create(wide).As<double, T>());

    public static Lanes<T> operator +(Lanes<T> a, Lanes<T> b) => new(a.v + b.v);

    public static Lanes<T> operator -(Lanes<T> a, Lanes<T> b) => new(a.v - b.v);

    public static Lanes<T> operator *(Lanes<T> a, Lanes<T> b) => new(a.v * b.v);

    public static Lanes<T> operator /(Lanes<T> a, Lanes<T> b) => new(a.v / b.v);

    public static Lanes<T> operator -(Lanes<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Fma(Lanes<T> a, Lanes<T> b, Lanes<T> c) => new(typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), c.v.As<T, float>()).As<float, T>()
        : Vector.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), c.v.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Fma(Lanes<T> a, Lanes<T> b, double c) => new(typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), Vector.Create((float)c)).As<float, T>()
        : Vector.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), Vector.Create(c)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Max(Lanes<T> a, Lanes<T> b) => new(Vector.Max(a.v, b.v));

    // The native instructions of x86 give the second operand if either is NaN, those of ARM give NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> AtLeast(Lanes<T> bound, Lanes<T> x) => new(Vector.MaxNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> AtMost(Lanes<T> bound, Lanes<T> x) => new(Vector.MinNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> Abs(Lanes<T> x) => new(Vector.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> WhereNegative(Lanes<T> x, Lanes<T> then, Lanes<T> otherwise) =>
        new(Vector.ConditionalSelect(Vector.LessThan(x.v, Vector<T>.Zero), then.v, otherwise.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<T> ScaleByLowBits(Lanes<T> x, Lanes<T> n) => new(typeof(T) == typeof(float)
        ? (x.v.As<T, int>() + (n.v.As<T, int>() << 23)).As<int, T>()
        : (x.v.As<T, long>() + (n.v.As<T, long>() << 52)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes<T> x) => Vector.Sum(x.v);

    public static T Max(Lanes<T> x)
    {
        T max = x.v[0];
        for (int i = 1; i < Count; i++) max = T.Max(max, x.v[i]);
        return max;
    }
}
