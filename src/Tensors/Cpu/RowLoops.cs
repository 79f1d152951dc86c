using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PureSaliency.Tensors;

/// <summary>
/// The loops of <see cref="Simd"/> that a wider register pays for. Sums run in two chains of registers, then over what fills
/// no register: the order depends on the row's length alone.
/// </summary>
internal static class RowLoops<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Sum(ReadOnlySpan<T> x)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        TLanes even = default, odd = default;
        for (int i = 1; i < xs.Length; i += 2)
        {
            even += xs[i - 1];
            odd += xs[i];
        }
        if (xs.Length % 2 == 1) even += xs[^1];
        T total = TLanes.Sum(even + odd);
        for (int i = xs.Length * TLanes.Count; i < x.Length; i++) total += x[i];
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Dot(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        var ys = MemoryMarshal.Cast<T, TLanes>(y)[..xs.Length];
        TLanes even = default, odd = default;
        for (int i = 1; i < xs.Length; i += 2)
        {
            even += xs[i - 1] * ys[i - 1];
            odd += xs[i] * ys[i];
        }
        if (xs.Length % 2 == 1) even += xs[^1] * ys[^1];
        T total = TLanes.Sum(even + odd);
        for (int i = xs.Length * TLanes.Count; i < x.Length; i++) total += x[i] * y[i];
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T SumOfSquaredDeviations(ReadOnlySpan<T> x, T mean)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        TLanes centre = TLanes.All(mean), even = default, odd = default;
        for (int i = 1; i < xs.Length; i += 2)
        {
            TLanes a = xs[i - 1] - centre, b = xs[i] - centre;
            even += a * a;
            odd += b * b;
        }
        if (xs.Length % 2 == 1) even += (xs[^1] - centre) * (xs[^1] - centre);
        T total = TLanes.Sum(even + odd);
        for (int i = xs.Length * TLanes.Count; i < x.Length; i++) total += (x[i] - mean) * (x[i] - mean);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Max(ReadOnlySpan<T> x)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        TLanes even = TLanes.All(T.NegativeInfinity), odd = even;
        for (int i = 1; i < xs.Length; i += 2)
        {
            even = TLanes.Max(even, xs[i - 1]);
            odd = TLanes.Max(odd, xs[i]);
        }
        if (xs.Length % 2 == 1) even = TLanes.Max(even, xs[^1]);
        T max = TLanes.Max(TLanes.Max(even, odd));
        for (int i = xs.Length * TLanes.Count; i < x.Length; i++) max = T.Max(max, x[i]);
        return max;
    }

    /// <summary>y_k = exp(x_k − shift); returns the sum.</summary>
    public static T ExpSum(ReadOnlySpan<T> x, T shift, Span<T> y)
    {
        int whole = x.Length - x.Length % TLanes.Count;
        T total = WholeExpSum(x[..whole], shift, y);
        return whole == x.Length ? total : total + RestExpSum(x[whole..], shift, y[whole..]);
    }

    // The same loop over one register that the rest does not fill; exp −∞ adds nothing.
    private static T RestExpSum(ReadOnlySpan<T> x, T shift, Span<T> y)
    {
        Span<T> padded = stackalloc T[TLanes.Count];
        padded.Fill(T.NegativeInfinity);
        x.CopyTo(padded);
        T total = WholeExpSum(padded, shift, padded);
        padded[..x.Length].CopyTo(y);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T WholeExpSum(ReadOnlySpan<T> x, T shift, Span<T> y)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        var ys = MemoryMarshal.Cast<T, TLanes>(y)[..xs.Length];
        TLanes centre = TLanes.All(shift), sum = default;
        for (int i = 0; i < xs.Length; i++)
        {
            var exp = Exponential<TLanes, T>.OfNegative(xs[i] - centre);
            ys[i] = exp;
            sum += exp;
        }
        return TLanes.Sum(sum);
    }

    /// <summary>dx = p ∘ (dp − mean) · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void WeighDeviations(ReadOnlySpan<T> p, ReadOnlySpan<T> dp, T mean, T factor, Span<T> dx)
    {
        var ps = MemoryMarshal.Cast<T, TLanes>(p);
        var dps = MemoryMarshal.Cast<T, TLanes>(dp)[..ps.Length];
        var to = MemoryMarshal.Cast<T, TLanes>(dx)[..ps.Length];
        TLanes centre = TLanes.All(mean), factors = TLanes.All(factor);
        for (int i = 0; i < ps.Length; i++) to[i] = ps[i] * (dps[i] - centre) * factors;
        for (int i = ps.Length * TLanes.Count; i < dx.Length; i++) dx[i] = p[i] * (dp[i] - mean) * factor;
    }

    /// <summary>x̂ = (x − mean) · scale in place, y = γ x̂ + β.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Normalize(Span<T> x, T mean, T scale, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, Span<T> y)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        var gammas = MemoryMarshal.Cast<T, TLanes>(gamma)[..xs.Length];
        var betas = MemoryMarshal.Cast<T, TLanes>(beta)[..xs.Length];
        var ys = MemoryMarshal.Cast<T, TLanes>(y)[..xs.Length];
        TLanes centre = TLanes.All(mean), scales = TLanes.All(scale);
        for (int i = 0; i < xs.Length; i++)
        {
            var normalized = (xs[i] - centre) * scales;
            xs[i] = normalized;
            ys[i] = normalized * gammas[i] + betas[i];
        }
        for (int i = xs.Length * TLanes.Count; i < x.Length; i++)
        {
            x[i] = (x[i] - mean) * scale;
            y[i] = x[i] * gamma[i] + beta[i];
        }
    }

    /// <summary>Σ γ dy and Σ γ dy x̂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static (T Sum, T Projection) SumsOfProducts(ReadOnlySpan<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> dy)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(normalized);
        var gammas = MemoryMarshal.Cast<T, TLanes>(gamma)[..xs.Length];
        var dys = MemoryMarshal.Cast<T, TLanes>(dy)[..xs.Length];
        TLanes sums = default, projections = default;
        for (int i = 0; i < xs.Length; i++)
        {
            var product = gammas[i] * dys[i];
            sums += product;
            projections += product * xs[i];
        }
        T sum = TLanes.Sum(sums), projection = TLanes.Sum(projections);
        for (int i = xs.Length * TLanes.Count; i < dy.Length; i++)
        {
            sum += gamma[i] * dy[i];
            projection += gamma[i] * dy[i] * normalized[i];
        }
        return (sum, projection);
    }

    /// <summary>dx = (γ dy − mean − x̂ projection) · scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Denormalize(
        ReadOnlySpan<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> dy, T mean, T projection, T scale, Span<T> dx)
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(normalized);
        var gammas = MemoryMarshal.Cast<T, TLanes>(gamma)[..xs.Length];
        var dys = MemoryMarshal.Cast<T, TLanes>(dy)[..xs.Length];
        var to = MemoryMarshal.Cast<T, TLanes>(dx)[..xs.Length];
        TLanes means = TLanes.All(mean), projections = TLanes.All(projection), scales = TLanes.All(scale);
        for (int i = 0; i < xs.Length; i++) to[i] = (gammas[i] * dys[i] - means - xs[i] * projections) * scales;
        for (int i = xs.Length * TLanes.Count; i < dx.Length; i++)
            dx[i] = (gamma[i] * dy[i] - mean - normalized[i] * projection) * scale;
    }
}
