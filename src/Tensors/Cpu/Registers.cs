using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace PureSaliency.Tensors;

/// <summary>What a tile of the product needs of a vector register.</summary>
/// <typeparam name="V">The register's type.</typeparam>
internal unsafe interface IRegister<V> where V : unmanaged
{
    /// <summary>Whether there are 32 registers, not 16.</summary>
    static abstract bool Many { get; }

    static abstract V Load(byte* from);

    /// <summary>One unit of the left factor in all places.</summary>
    static abstract V Spread(byte* unit);

    /// <summary>xy + z, rounded once.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    static abstract void Store(V value, byte* to);
}

/// <summary>The unit of the left factor that a lane takes at once.</summary>
internal interface IUnit
{
    static abstract bool IsPair { get; }
}

/// <summary>A unit is one element.</summary>
internal readonly struct Element : IUnit
{
    public static bool IsPair => false;
}

/// <summary>A unit is 64 bits: two neighbouring floats, whose products go into two sums side by side, or one double.</summary>
internal readonly struct Pair : IUnit
{
    public static bool IsPair => true;
}

/// <summary>512-bit registers.</summary>
internal readonly unsafe struct Register512<T, TUnit> : IRegister<Vector512<T>> where T : unmanaged where TUnit : IUnit
{
    public static bool Many => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(byte* from) => Vector512.Load((T*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Spread(byte* unit) =>
        TUnit.IsPair ? Vector512.Create(*(double*)unit).As<double, T>() : Vector512.Create(*(T*)unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, byte* to) => value.Store((T*)to);
}

/// <summary>256-bit registers.</summary>
internal readonly unsafe struct Register256<T, TUnit> : IRegister<Vector256<T>> where T : unmanaged where TUnit : IUnit
{
    public static bool Many => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(byte* from) => Vector256.Load((T*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Spread(byte* unit) =>
        TUnit.IsPair ? Vector256.Create(*(double*)unit).As<double, T>() : Vector256.Create(*(T*)unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> value, byte* to) => value.Store((T*)to);
}

/// <summary>128-bit registers: ARM64, which has 32 of them, and machines without AVX2.</summary>
internal readonly unsafe struct Register128<T, TUnit> : IRegister<Vector128<T>> where T : unmanaged where TUnit : IUnit
{
    public static bool Many => AdvSimd.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(byte* from) => Vector128.Load((T*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Spread(byte* unit) =>
        TUnit.IsPair ? Vector128.Create(*(double*)unit).As<double, T>() : Vector128.Create(*(T*)unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> x, Vector128<T> y, Vector128<T> z) => typeof(T) == typeof(float)
        ? Vector128.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector128.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, byte* to) => value.Store((T*)to);
}
