using System.Collections.Concurrent;
using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>
/// Devices for computations side by side: on the host one for each, as a device serves one at a time; an accelerator, which
/// holds the weights, serves all, one after the other.
/// </summary>
internal sealed class DevicePool<T>(DeviceChoice choice) : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConcurrentBag<Device<T>> idle = [];
    private readonly Lock turn = new();

    public TResult Use<TResult>(Func<Device<T>, TResult> compute)
    {
        if (!choice.IsShared) return Compute(compute);
        lock (turn) return Compute(compute);
    }

    public void Dispose()
    {
        while (idle.TryTake(out var device)) device.Dispose();
    }

    private TResult Compute<TResult>(Func<Device<T>, TResult> compute)
    {
        if (!idle.TryTake(out var device)) device = choice.Open<T>();
        try
        {
            return compute(device);
        }
        finally
        {
            idle.Add(device);
        }
    }
}
