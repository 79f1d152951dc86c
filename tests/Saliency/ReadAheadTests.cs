using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Corpus;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency;

public class ReadAheadTests
{
    [Property(MaxTest = 30)]
    public void Everything_comes_in_order(byte[] items)
    {
        using var ahead = new ReadAhead<byte>(items, b => b, 200, CancellationToken.None);
        var taken = new List<byte>();
        while (ahead.Next() is { } window)
        {
            Assert.InRange(window.SkipLast(1).Sum(b => b), 0, 199);
            taken.AddRange(window);
        }
        Assert.Equal(items, taken);
    }

    [Fact]
    public void No_more_is_read_than_asked_for()
    {
        int read = 0;
        using (var ahead = new ReadAhead<int>(Endless(() => read++), _ => 1, 10, CancellationToken.None))
            for (int i = 0; i < 5; i++) Assert.NotNull(ahead.Next());
        Assert.InRange(read, 5, 61); // five windows, one in waiting, one item in hand
    }

    [Fact]
    public void A_slow_source_is_not_waited_for()
    {
        using var more = new SemaphoreSlim(0);
        using var ahead = new ReadAhead<int>(Endless(more.Wait), _ => 1, 10, CancellationToken.None);
        more.Release();
        Assert.Single(ahead.Next()!);
        more.Release(2);
        Assert.InRange(ahead.Next()!.Count, 1, 2);
        more.Release(100);
    }

    [Fact]
    public void What_stops_the_source_comes_after_what_came_before()
    {
        using var ahead = new ReadAhead<int>(Endless(() => { }).Select(i => i < 3 ? i : throw new InputException("torn")), _ => 1, 10, default);
        Assert.Equal([0, 1, 2], ahead.Next()!);
        Assert.Equal("torn", Assert.Throws<InputException>(() => ahead.Next()).Message);
    }

    [Fact]
    public void A_silent_source_is_left_on_cancellation()
    {
        using var never = new SemaphoreSlim(0);
        using var interrupt = new CancellationTokenSource();
        using var ahead = new ReadAhead<int>(Endless(never.Wait), _ => 1, 10, interrupt.Token);
        interrupt.CancelAfter(20);
        Assert.Throws<OperationCanceledException>(() => ahead.Next());
        never.Release(100);
    }

    private static IEnumerable<int> Endless(Action before)
    {
        for (int i = 0; ; i++)
        {
            before();
            yield return i;
        }
    }
}
