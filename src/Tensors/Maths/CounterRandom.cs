using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>
/// Random numbers that depend on a key and a counter alone (Salmon et al. 2011): whoever asks for number i finds the same one,
/// on any thread or device, in any order, in any run. Keys are mixed by SplitMix64 (Steele, Lea, Flood 2014), counters by
/// two rounds of MurmurHash3's last step (Appleby 2011), which vectors and accelerators compute alike.
/// </summary>
internal static class CounterRandom
{
    /// <summary>A key of its own for one stream of a seed, and for a stream of that, and so on.</summary>
    public static ulong Key(ulong seed, ulong stream)
    {
        ulong x = seed + (stream + 1) * 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>32 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(ulong key, uint counter) => Mix(Mix(counter ^ (uint)key) ^ (uint)(key >> 32));

    /// <summary>The same for counters side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Bits(ulong key, Vector<uint> counters) =>
        Mix(Mix(counters ^ Vector.Create((uint)key)) ^ Vector.Create((uint)(key >> 32)));

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public static int Below(ulong key, uint counter, int bound) => (int)(((ulong)Bits(key, counter) * (uint)bound) >> 32);

    /// <summary>A number from 0 to below 1.</summary>
    public static double Unit(ulong key, uint counter) => Bits(key, counter) / 4294967296.0;

    /// <summary>A number of mean 0 and deviation 1, by Box and Muller (1958).</summary>
    public static double Normal(ulong key, uint counter) =>
        Math.Sqrt(-2 * Math.Log(1 - Unit(Key(key, 0), counter))) * Math.Cos(2 * Math.PI * Unit(Key(key, 1), counter)); // the logarithm's number is above 0

    /// <summary>0 … count − 1 in random order (Fisher and Yates 1938).</summary>
    public static int[] Permutation(ulong key, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = Below(key, (uint)i, i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6B;
        x = (x ^ (x >> 13)) * 0xC2B2AE35;
        return x ^ (x >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Mix(Vector<uint> x)
    {
        x = (x ^ (x >>> 16)) * Vector.Create(0x85EBCA6B);
        x = (x ^ (x >>> 13)) * Vector.Create(0xC2B2AE35);
        return x ^ (x >>> 16);
    }
}
