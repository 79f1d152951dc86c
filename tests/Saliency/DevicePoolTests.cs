using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency;

public sealed class DevicePoolTests
{
    private static readonly Shape Large = new(1 << 20, 4); // 16 MiB of float

    [Fact]
    public void Many_callers_leave_no_more_arenas_than_cores()
    {
        int opened = 0, most = 0, now = 0;
        using var pool = new DevicePool<float>(new(Threads: 1) { Opened = _ => Interlocked.Increment(ref opened) }, TimeSpan.FromHours(1));
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 32 }, _ => pool.Use(device =>
        {
            int side = Interlocked.Increment(ref now);
            InterlockedMax(ref most, side);
            Pass(device, Large);
            Thread.Sleep(1);
            Interlocked.Decrement(ref now);
            return 0;
        }));
        Assert.InRange(most, 1, Environment.ProcessorCount);
        Assert.InRange(opened, 1, Environment.ProcessorCount);
        Assert.InRange(pool.IdleBytes, 1, Environment.ProcessorCount * 64L << 20);
    }

    [Fact]
    public void One_caller_keeps_its_device_and_its_memory()
    {
        int opened = 0;
        using var pool = new DevicePool<float>(new(Threads: 1) { Opened = _ => opened++ }, TimeSpan.FromHours(1));
        long? held = null;
        for (int i = 0; i < 100; i++)
        {
            pool.Use(device => Pass(device, Large));
            Assert.Equal(held ??= pool.IdleBytes, pool.IdleBytes);
        }
        Assert.Equal(1, opened);
    }

    [Fact]
    public void Memory_goes_back_when_nobody_comes()
    {
        using var pool = new DevicePool<float>(new(Threads: 1), TimeSpan.FromMilliseconds(200));
        pool.Use(device => Pass(device, new(1 << 20, 64)));
        Assert.InRange(pool.IdleBytes, 256L << 20, 1L << 40);
        Assert.True(SpinWait.SpinUntil(() => pool.IdleBytes is > 0 and <= 32 << 20 or 0, TimeSpan.FromSeconds(60)));
        Assert.Equal(7, pool.Use(device => Pass(device, Large) + 7)); // and is taken again
    }

    [Fact]
    public async Task Who_waits_for_a_turn_can_be_cancelled()
    {
        using var pool = new DevicePool<float>(new(Threads: 1));
        using var busy = new CountdownEvent(Environment.ProcessorCount);
        using var go = new ManualResetEventSlim();
        Task[] others = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(() => pool.Use(device =>
        {
            busy.Signal();
            go.Wait();
            return 0;
        }), TaskCreationOptions.LongRunning))];
        busy.Wait();
        using var impatient = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Use(_ => 0, impatient.Token));
        go.Set();
        await Task.WhenAll(others);
        Assert.Equal(1, pool.Use(_ => 1));
    }

    [Fact]
    public void A_failure_gives_the_turn_back()
    {
        using var pool = new DevicePool<float>(new(Threads: 1));
        for (int i = 0; i < 3 * Environment.ProcessorCount; i++)
            Assert.Throws<InvalidOperationException>(() => pool.Use<int>(_ => throw new InvalidOperationException()));
        Assert.Equal(1, pool.Use(_ => 1));
    }

    private static int Pass(Device<float> device, Shape shape)
    {
        var mark = device.Mark();
        device.Clear(device.Allocate(shape));
        device.Release(mark);
        return 0;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
