using System.Collections.Concurrent;
using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>
/// Devices for computations side by side: on the host one for each, as a device serves one at a time, and no more than there
/// are cores, as more would only take memory; an accelerator, which holds the weights, serves all, one after the other. Who
/// comes when all are at work waits. When nobody has come for a while, memory goes back to the system.
/// </summary>
internal sealed class DevicePool<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    // What one device keeps: enough that the next sentence does not wait for memory.
    private const long Kept = 32L << 20;
    private readonly DeviceChoice choice;
    private readonly TimeSpan patience;
    private readonly ConcurrentStack<Device<T>> idle = []; // the one that worked last, whose memory is warm, works next
    private readonly SemaphoreSlim turns;
    private readonly Timer rest;

    public DevicePool(DeviceChoice choice, TimeSpan? patience = null)
    {
        (this.choice, this.patience) = (choice, patience ?? TimeSpan.FromSeconds(10));
        turns = new(choice.IsShared ? 1 : Environment.ProcessorCount);
        // A pool that nobody refers to any longer is not kept by its timer.
        rest = new(static pool =>
        {
            if (((WeakReference<DevicePool<T>>)pool!).TryGetTarget(out var target)) target.Rest();
        }, new WeakReference<DevicePool<T>>(this), Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Memory of passes that devices hold while they do nothing.</summary>
    public long IdleBytes => idle.Sum(device => device.PassBytes);

    public TResult Use<TResult>(Func<Device<T>, TResult> compute, CancellationToken cancellation = default)
    {
        turns.Wait(cancellation);
        try
        {
            if (!idle.TryPop(out var device)) device = choice.Open<T>();
            try
            {
                return compute(device);
            }
            finally
            {
                idle.Push(device);
                if (!choice.IsShared) rest.Change(patience, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose()
    {
        rest.Dispose();
        while (idle.TryPop(out var device)) device.Dispose();
    }

    // Only devices that nobody uses are taken; one stays, with its threads and a little memory.
    private void Rest()
    {
        if (idle.TryPop(out var kept))
        {
            while (idle.TryPop(out var other)) other.Dispose();
            kept.Trim(Kept);
            idle.Push(kept);
        }
        NativeBlock.GiveBack();
    }
}
