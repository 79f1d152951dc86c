using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace PureSaliency.Tensors;

/// <summary>An accelerator with ILGPU's context around it; turns its failures into sentences.</summary>
/// <param name="context">ILGPU's context.</param>
/// <param name="accelerator">The accelerator.</param>
/// <param name="owned">Whether they end with this; tests share them, and with them the compiled kernels.</param>
internal sealed class GpuContext(Context context, Accelerator accelerator, bool owned = true) : IDisposable
{
    public Accelerator Accelerator { get; } = accelerator;

    /// <summary>What the accelerator is, for people.</summary>
    public string Name => $"{Accelerator.AcceleratorType.ToString().ToLowerInvariant()}, {Accelerator.Name.Trim()}";

    /// <summary>Whether small matrices of bfloat16 are multiplied by hardware.</summary>
    public bool HasTensorCores => Accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80;

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
            throw DeviceException.Of(Name, IsShortage(e) ? bytes : 0, Accelerator.MemorySize, Free(), e);
        }
    }

    /// <summary>The sentence for a failure that is no lack of memory.</summary>
    public DeviceException Failed(AcceleratorException reason) => DeviceException.Of(Name, 0, Accelerator.MemorySize, null, reason);

    public void Dispose()
    {
        if (!owned) return;
        Accelerator.Dispose();
        context.Dispose();
    }

    private long? Free()
    {
        try
        {
            return (Accelerator as CudaAccelerator)?.GetFreeMemory();
        }
        catch (AcceleratorException)
        {
            return null;
        }
    }

    private static bool IsShortage(Exception reason) => reason switch
    {
        CudaException cuda => cuda.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY)
            || cuda.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase),
        CLException cl => cl.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES
            or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE,
        _ => true,
    };
}
