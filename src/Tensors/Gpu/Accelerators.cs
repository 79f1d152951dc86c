using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace PureSaliency.Tensors;

/// <summary>Finds an accelerator, or says why there is none.</summary>
internal static class Accelerators
{
    /// <summary>Opens the accelerator with the most memory.</summary>
    /// <param name="kind">CUDA or OpenCL.</param>
    /// <param name="doubles">Whether it must compute in double.</param>
    /// <param name="cardsOnly">Whether OpenCL on the host's cores does not count.</param>
    /// <exception cref="DeviceException">There is none.</exception>
    public static GpuContext Open(DeviceKind kind, bool doubles, bool cardsOnly = false) => kind == DeviceKind.Cuda
        ? Open("CUDA", CudaLibrary, builder => builder.Cuda(), _ => true)
        : Open("OpenCL", OpenClLibrary, builder => builder.OpenCL(), device => device is CLDevice cl
            && (!doubles || cl.Capabilities.Float64) && (!cardsOnly || cl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU)));

    private static string[] CudaLibrary => OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    private static string[] OpenClLibrary => OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"] : ["libOpenCL.so", "libOpenCL.so.1"];

    private static GpuContext Open(string kind, string[] libraries, Func<Context.Builder, Context.Builder> enable, Func<Device, bool> fits)
    {
        if (!libraries.Any(IsThere))
            throw new DeviceException($"There is no {kind} device: the driver's library {libraries[0]} was not found.");
        Context? context = null;
        try
        {
            context = Context.Create(builder => enable(builder).Optimize(OptimizationLevel.O2));
            var found = context.Devices.ToArray();
            var best = found.Where(fits).MaxBy(device => device.MemorySize) ?? throw new DeviceException(
                $"There is no {kind} device that can be used: the driver shows {found.Length} that ILGPU {Version} accepts, none of them fits.");
            return new GpuContext(context, best.CreateAccelerator(context));
        }
        catch (Exception e) when (e is not DeviceException)
        {
            context?.Dispose();
            throw new DeviceException($"The {kind} device cannot be used: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
        catch
        {
            context?.Dispose();
            throw;
        }
    }

    private static string Version => typeof(Context).Assembly.GetName().Version!.ToString(3);

    private static bool IsThere(string library)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }
}
