using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors.Maths;

public sealed class CounterRandomTests
{
    private const ulong Seed = 1234567;

    [Theory]
    [InlineData(0, 0, 0xE220A8397B1DCDAF), InlineData(0, 1, 0x6E789E6AA1B965F4), InlineData(0, 2, 0x06C45D188009454F)]
    [InlineData(Seed, 0, 6457827717110365317), InlineData(Seed, 1, 3203168211198807973)]
    public void Keys_are_the_published_numbers_of_SplitMix64(ulong seed, ulong stream, ulong expected) =>
        Assert.Equal(expected, CounterRandom.Key(seed, stream));

    [Fact]
    public void Bits_are_two_last_steps_of_MurmurHash3()
    {
        const uint hashOfNothing = 0x514E28B7; // with seed 1, as published: one step from 1
        Assert.Equal(0u, CounterRandom.Bits(0, 0));
        Assert.Equal(hashOfNothing, CounterRandom.Bits(1UL << 32, 0));
        Assert.Equal(hashOfNothing, CounterRandom.Bits((ulong)(hashOfNothing ^ 1) << 32, 1));
        Assert.Equal(hashOfNothing, CounterRandom.Bits(((ulong)(hashOfNothing ^ 1) << 32) | 5, 4));
    }

    [Fact]
    public void Vectors_have_the_bits_of_numbers()
    {
        foreach (ulong key in (ulong[])[0, 1, Seed, ulong.MaxValue, CounterRandom.Key(Seed, 3)])
            foreach (uint first in (uint[])[0, 1, 1000, uint.MaxValue - 3])
            {
                var vector = CounterRandom.Bits(key, Vector.CreateSequence(first, 1u));
                for (int i = 0; i < Vector<uint>.Count; i++) Assert.Equal(CounterRandom.Bits(key, first + (uint)i), vector[i]);
            }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7), InlineData(int.MaxValue)]
    public void Numbers_below_a_bound_are_below_it_and_reach_both_ends(int bound)
    {
        int[] numbers = [.. Enumerable.Range(0, 2000).Select(i => CounterRandom.Below(Seed, (uint)i, bound))];
        Assert.All(numbers, number => Assert.InRange(number, 0, bound - 1));
        Assert.InRange(numbers.Min(), 0, bound / 100);
        Assert.InRange(numbers.Max(), bound - 1 - bound / 100, bound - 1);
    }

    [Fact]
    public void Units_are_from_0_to_below_1()
    {
        Assert.Equal(0, CounterRandom.Unit(0, 0));
        double[] numbers = [.. Enumerable.Range(0, 2000).Select(i => CounterRandom.Unit(Seed, (uint)i))];
        Assert.All(numbers, number => Assert.InRange(number, 0, 1 - 1 / 4294967296.0));
        Assert.InRange(numbers.Average(), 0.47, 0.53); // 0.5 ± 0.0065
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(1000)]
    public void A_permutation_has_every_number_once(int count) =>
        Assert.Equal(Enumerable.Range(0, count), CounterRandom.Permutation(Seed, count).Order());

    [Fact]
    public void All_permutations_come_equally_often()
    {
        int[] counts = [.. Enumerable.Range(0, 2400).Select(i => CounterRandom.Permutation(CounterRandom.Key(Seed, (ulong)i), 4))
            .GroupBy(order => string.Join(" ", order)).Select(orders => orders.Count())];
        Assert.Equal(24, counts.Length);
        Assert.InRange(ChiSquare(counts, 100), 0, Bound(23));
    }

    [Theory]
    [InlineData(Seed, 0), InlineData(Seed, 1), InlineData(0, 0), InlineData(ulong.MaxValue, 5)]
    public void High_and_low_bits_are_uniform(ulong seed, ulong stream)
    {
        ulong key = CounterRandom.Key(seed, stream);
        foreach (int shift in (int[])[0, 12, 24])
        {
            int[] counts = new int[256];
            for (uint i = 0; i < 25_600; i++) counts[(byte)(CounterRandom.Bits(key, i) >> shift)]++;
            Assert.InRange(ChiSquare(counts, 100), 0, Bound(255));
        }
    }

    [Fact]
    public void Neighbours_do_not_know_each_other()
    {
        int[] pairs = new int[256];
        for (uint i = 0; i < 25_600; i++)
            pairs[(CounterRandom.Bits(Seed, i) >> 28 << 4) | (CounterRandom.Bits(Seed, i + 1) >> 28)]++;
        Assert.InRange(ChiSquare(pairs, 100), 0, Bound(255));
    }

    [Fact]
    public void Streams_differ()
    {
        ulong[] keys = [.. Enumerable.Range(0, 900).Select(i => CounterRandom.Key((ulong)i / 30, (ulong)i % 30))];
        Assert.Equal(900, keys.Distinct().Count());
        int[] pairs = new int[256];
        ulong a = CounterRandom.Key(Seed, 0), b = CounterRandom.Key(Seed, 1);
        for (uint i = 0; i < 25_600; i++) pairs[(CounterRandom.Bits(a, i) >> 28 << 4) | (CounterRandom.Bits(b, i) >> 28)]++;
        Assert.InRange(ChiSquare(pairs, 100), 0, Bound(255));
    }

    private static double ChiSquare(int[] counts, double expected) =>
        counts.Sum(count => (count - expected) * (count - expected) / expected);

    // Mean and five deviations of χ²: a good generator is above once in some hundred thousand times, a biased one by far.
    private static double Bound(int freedom) => freedom + 5 * Math.Sqrt(2 * freedom);
}
