using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>Kinds of devices.</summary>
public enum DeviceKind
{
    /// <summary>The host's cores.</summary>
    Cpu,

    /// <summary>An NVIDIA card.</summary>
    Cuda,

    /// <summary>An OpenCL device.</summary>
    OpenCL,

    /// <summary>A CUDA card, else an OpenCL card, else the host's cores.</summary>
    Auto,
}

/// <summary>Which device computes.</summary>
/// <param name="Kind">Of what kind.</param>
/// <param name="Threads">Threads on the host; all cores if 0.</param>
public sealed record DeviceChoice(DeviceKind Kind = DeviceKind.Cpu, int Threads = 0)
{
    private const string NeedsTensorCores = "Products of less than float32 need a CUDA card of compute capability 8.0 or newer, in float32";

    /// <summary>How exact matrix products in float32 are; anything but exact needs a CUDA card with tensor cores for bfloat16.</summary>
    public ProductPrecision Products { get; init; }

    /// <summary>Hears why <see cref="DeviceKind.Auto"/> took the host's cores.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Opens an accelerator of the test's own choice. For tests.</summary>
    internal Func<GpuContext>? Context { get; init; }

    /// <summary>Hears of each device that is opened. For benchmarks.</summary>
    internal Action<object>? Opened { get; init; }

    /// <summary>Whether the device has memory of its own, so that one for all computations is enough.</summary>
    internal bool IsShared => Kind != DeviceKind.Cpu || Context is not null;

    /// <summary>The device.</summary>
    /// <exception cref="DeviceException">There is no such device, or it cannot be used.</exception>
    public Device<T> Open<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        Device<T> device = Context is not null ? OpenContext<T>(Context)
            : Kind == DeviceKind.Cpu ? OpenHost<T>() : OpenAccelerator<T>();
        Opened?.Invoke(device);
        return device;
    }

    private CpuDevice<T> OpenHost<T>() where T : unmanaged, IFloatingPointIeee754<T> => Products == ProductPrecision.Exact
        ? new(Threads) : throw DeviceException.Missing($"{NeedsTensorCores}; the CPU was asked for.");

    private static GpuDevice<T> OpenContext<T>(Func<GpuContext> context) where T : unmanaged, IFloatingPointIeee754<T> => new(context());

    private GpuDevice<T> Of<T>(GpuContext context) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Products == ProductPrecision.Exact || (typeof(T) == typeof(float) && context.HasTensorCores))
            return new(context) { Products = Products };
        context.Dispose();
        throw DeviceException.Missing($"{NeedsTensorCores}; '{context.Name}' in {(typeof(T) == typeof(float) ? "float32" : "float64")} was found.");
    }

    // Apart from Open, so that who computes on the host loads nothing of ILGPU.
    private Device<T> OpenAccelerator<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Kind != DeviceKind.Auto) return Of<T>(Accelerators.Open(Kind, typeof(T) == typeof(double)));
        var reasons = new List<string>();
        foreach (var kind in (DeviceKind[])[DeviceKind.Cuda, DeviceKind.OpenCL])
        {
            try
            {
                return Of<T>(Accelerators.Open(kind, typeof(T) == typeof(double), cardsOnly: true));
            }
            catch (DeviceException e)
            {
                reasons.Add(e.Message);
            }
        }
        Note?.Invoke($"Computing on the CPU. {string.Join(" ", reasons)}");
        return new CpuDevice<T>(Threads);
    }
}
