using ILGPU;
using ILGPU.Runtime;

namespace PureSaliency.Tensors;

/// <summary>An accelerator with ILGPU's context around it; turns its failures into sentences.</summary>
internal sealed class GpuContext(Context context, Accelerator accelerator) : IDisposable
{
    public Accelerator Accelerator { get; } = accelerator;

    /// <summary>What the accelerator is, for people.</summary>
    public string Name => $"{Accelerator.AcceleratorType.ToString().ToLowerInvariant()}, {Accelerator.Name.Trim()}";

    /// <summary>Runs work on the accelerator.</summary>
    /// <param name="bytes">How much memory the work asks for.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="DeviceException">The accelerator failed.</exception>
    public TResult Guarded<TResult>(long bytes, Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
        {
            throw DeviceException.Of(Name, bytes, Accelerator.MemorySize, e);
        }
    }

    /// <summary>The sentence for a failure that is no lack of memory.</summary>
    public DeviceException Failed(AcceleratorException reason) => DeviceException.Of(Name, 0, Accelerator.MemorySize, reason);

    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }
}
