using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>
/// What the machine's multipliers can do at most: fused multiply-adds of float32 on registers alone, on so many threads at
/// once. No product of matrices gets past it; a share of it says how good one is.
/// </summary>
public static class FmaPeak
{
    // Two multipliers with a latency of four or five cycles are busy with ten independent chains; sixteen registers hold twelve.
    private const int Chains = 12, Steps = 1 << 20;

    /// <summary>GFLOP/s: each thread's best stretch of some milliseconds while all of them run, added up.</summary>
    public static double Gigaflops(int threads, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var best = new double[threads];
        using var together = new Barrier(threads);
        Thread[] running = [.. Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            best[i] = Best(duration);
        }))];
        foreach (var thread in running) thread.Start();
        foreach (var thread in running) thread.Join();
        return best.Sum();
    }

    private static double Best(TimeSpan duration)
    {
        bool wide = Vector512.IsHardwareAccelerated;
        double operations = 2.0 * Chains * Steps * (wide ? Vector512<float>.Count : Vector256<float>.Count), best = 0;
        var clock = Stopwatch.StartNew();
        do
        {
            long started = Stopwatch.GetTimestamp();
            float sum = wide ? Chains512(Steps, 0.5f) : Chains256(Steps, 0.5f);
            // The sum is asked for, or the compiler might see that nobody wants the work.
            if (sum > 0) best = Math.Max(best, operations / Stopwatch.GetElapsedTime(started).TotalNanoseconds);
        }
        while (clock.Elapsed < duration);
        return best;
    }

    // x ← x/2 + 1/2 tends to one: never a denormal number, which would be slow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains512(int steps, float half)
    {
        Vector512<float> h = Vector512.Create(half), a = h, b = h, c = h, d = h, e = h, f = h, g = h, i = h, j = h, k = h, l = h, m = h;
        do
        {
            a = Vector512.FusedMultiplyAdd(a, h, h);
            b = Vector512.FusedMultiplyAdd(b, h, h);
            c = Vector512.FusedMultiplyAdd(c, h, h);
            d = Vector512.FusedMultiplyAdd(d, h, h);
            e = Vector512.FusedMultiplyAdd(e, h, h);
            f = Vector512.FusedMultiplyAdd(f, h, h);
            g = Vector512.FusedMultiplyAdd(g, h, h);
            i = Vector512.FusedMultiplyAdd(i, h, h);
            j = Vector512.FusedMultiplyAdd(j, h, h);
            k = Vector512.FusedMultiplyAdd(k, h, h);
            l = Vector512.FusedMultiplyAdd(l, h, h);
            m = Vector512.FusedMultiplyAdd(m, h, h);
        }
        while (--steps > 0);
        return Vector512.Sum(a + b + c + d + e + f + g + i + j + k + l + m);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains256(int steps, float half)
    {
        Vector256<float> h = Vector256.Create(half), a = h, b = h, c = h, d = h, e = h, f = h, g = h, i = h, j = h, k = h, l = h, m = h;
        do
        {
            a = Vector256.FusedMultiplyAdd(a, h, h);
            b = Vector256.FusedMultiplyAdd(b, h, h);
            c = Vector256.FusedMultiplyAdd(c, h, h);
            d = Vector256.FusedMultiplyAdd(d, h, h);
            e = Vector256.FusedMultiplyAdd(e, h, h);
            f = Vector256.FusedMultiplyAdd(f, h, h);
            g = Vector256.FusedMultiplyAdd(g, h, h);
            i = Vector256.FusedMultiplyAdd(i, h, h);
            j = Vector256.FusedMultiplyAdd(j, h, h);
            k = Vector256.FusedMultiplyAdd(k, h, h);
            l = Vector256.FusedMultiplyAdd(l, h, h);
            m = Vector256.FusedMultiplyAdd(m, h, h);
        }
        while (--steps > 0);
        return Vector256.Sum(a + b + c + d + e + f + g + i + j + k + l + m);
    }
}
