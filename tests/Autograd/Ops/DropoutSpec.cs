using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

/// <summary>An element's fate depends on its place, so that rows alone are no parts.</summary>
public sealed class DropoutSpec(ITestOutputHelper output) : OpSpec(output)
{
    private const ulong Key = 0x0123456789ABCDEF;

    public override Type Op => typeof(Dropout<>);

    // Above 25,000 elements the work is shared.
    public override IEnumerable<OpCase> Cases =>
        [Case(1, 1, 0.5), Case(3, 5, 0.4), Case(7, 33, 0.1), Case(19, 48, 0), Case(65, 100, 0.9), Case(263, 100, 0.1)];

    public override IEnumerable<Shape[]> Misfits => [[], [new(2, 3), new(2, 3)]];

    [Theory]
    [InlineData(1), InlineData(1.5), InlineData(-0.1), InlineData(double.NaN)]
    public void Rates_of_no_share_are_refused(double rate) => OpLaws.Refuses(new Dropout<float>(rate, Key), [new(2, 3)]);

    [Fact]
    public void A_rate_of_0_changes_no_bit()
    {
        var x = Values.Random(new(7, 33), 1);
        using var run = new OpRun<float>(new Dropout<float>(0, Key), [x]);
        Close.SameBits<float>(run.Output, x.ToTensor<float>().Span, "y");
    }

    [Theory]
    [InlineData(0.1), InlineData(0.3), InlineData(0.75)]
    public void The_share_that_is_kept_is_one_less_the_rate(double rate)
    {
        float[] y = Dropped(rate, Key);
        double deviation = Math.Sqrt(rate * (1 - rate) / y.Length);
        Assert.InRange(y.Count(x => x != 0) / (double)y.Length, 1 - rate - 4 * deviation, 1 - rate + 4 * deviation);
        Assert.All(y, x => Assert.True(x == 0 || x == (float)(1 / (1 - rate))));
    }

    [Theory]
    [InlineData(0), InlineData(30), InlineData(34)]
    public void A_number_of_exactly_the_rate_is_kept(int place)
    {
        // Above 31 elements there are whole vectors in float, and some elements that are in none.
        double rate = CounterRandom.Bits(Key, (uint)place) / 4294967296.0;
        using var narrow = new OpRun<float>(new Dropout<float>(rate, Key), [Ones(35)]);
        using var wide = new OpRun<double>(new Dropout<double>(rate, Key), [Ones(35)]);
        Assert.NotEqual(0, narrow.Output[place]);
        Assert.NotEqual(0, wide.Output[place]);
    }

    [Fact]
    public void Backward_drops_what_forward_dropped()
    {
        using var run = new OpRun<float>(new Dropout<float>(0.4, Key), [Ones(9001)]);
        double[] dy = run.Dy(1);
        double scale = (float)(1 / 0.6);
        Assert.DoesNotContain(0, dy);
        Assert.Equal(run.Output.Select(y => y != 0), run.Backward(dy)[0].Select(x => x != 0));
        Close.Check<float>(run.Backward(dy)[0], [.. run.Output.Zip(dy, (y, d) => y != 0 ? d * scale : 0)], Tolerance.Float, "dx");
    }

    [Fact]
    public void Both_precisions_drop_the_same()
    {
        using var narrow = new OpRun<float>(new Dropout<float>(0.4, Key), [Ones(9001)]);
        using var wide = new OpRun<double>(new Dropout<double>(0.4, Key), [Ones(9001)]);
        Assert.Equal(wide.Output.Select(y => y != 0), narrow.Output.Select(y => y != 0));
    }

    [Theory]
    [InlineData(Key ^ 1), InlineData(Key ^ (1UL << 63))]
    public void Other_keys_drop_others(ulong other)
    {
        var agree = Dropped(0.5, Key).Zip(Dropped(0.5, other), (a, b) => a == b);
        Assert.InRange(agree.Count(same => same), 45_000, 55_000); // 50,000 ± 158 by chance
    }

    [Fact]
    public void What_is_dropped_is_0_whatever_it_was()
    {
        var x = Values.Of(new(64), [.. Enumerable.Repeat(double.NaN, 64)]);
        using var run = new OpRun<float>(new Dropout<float>(0.5, Key), [x]);
        Assert.Contains(0, run.Output);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => Bits(Key, i) < 1L << 31), run.Output.Select(y => y == 0));
    }

    private static float[] Dropped(double rate, ulong key)
    {
        using var run = new OpRun<float>(new Dropout<float>(rate, key), [Ones(100_000)]);
        return run.Output;
    }

    private static Values Ones(int count) => Values.Of(new(count), [.. Enumerable.Repeat(1.0, count)]);

    private static OpCase Case(int rows, int width, double rate) =>
        new($"({rows}, {width}), rate {rate}", new Subject(rate), Values.Random(new(rows, width), rows));

    // In 64 bits, cut to 32 after every product; the product itself by halves.
    private static long Bits(ulong key, int place)
    {
        ulong low = key % (1UL << 32), high = key / (1UL << 32);
        return (long)Final(Final((ulong)place ^ low) ^ high);

        static ulong Final(ulong h) => Fold(Times(Fold(Times(Fold(h, 16), 2246822507), 13), 3266489909), 16);

        static ulong Fold(ulong h, int by) => h ^ (h / (1UL << by));

        static ulong Times(ulong h, ulong factor) => ((h % 65536 * factor) + ((h / 65536 * (factor % 65536)) << 16)) % (1UL << 32);
    }

    private sealed record Subject(double Rate) : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Dropout<T>(Rate, Key);

        double[] ISubject.Reference(Values[] inputs) =>
            [.. inputs[0].Data.Select((x, i) => Bits(Key, i) / 4294967296.0 < Rate ? 0 : x / (1 - Rate))];
    }
}
