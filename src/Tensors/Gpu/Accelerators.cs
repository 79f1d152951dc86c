using ILGPU;
using ILGPU.Backends.OpenCL;
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
        ? Open("CUDA", CudaLibrary, "cuInit", builder => builder.Cuda(), _ => null, CudaRefusals)
        : Open("OpenCL", OpenClLibrary, "clGetPlatformIDs", builder => builder.OpenCL(), device => Unfit((CLDevice)device, doubles, cardsOnly), OpenClRefusals);

    private static string[] CudaLibrary => OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    private static string[] OpenClLibrary => OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"] : ["libOpenCL.so", "libOpenCL.so.1"];

    private static GpuContext Open(
        string kind, string[] libraries, string function, Func<Context.Builder, Context.Builder> enable, Func<Device, string?> unfit, Func<string[]> refusals)
    {
        if (DriverLibrary.Problem(libraries, function) is { } problem)
            throw DeviceException.Missing($"There is no {kind} device: {problem}.");
        Context? context = null;
        string device = $"The {kind} device";
        try
        {
            context = Context.Create(builder => enable(builder).Optimize(OptimizationLevel.O2));
            // Where there is no other, ILGPU adds its simulator.
            var found = context.Devices.Where(one => one.AcceleratorType != AcceleratorType.CPU).ToArray();
            var best = found.Where(one => unfit(one) is null).MaxBy(one => one.MemorySize)
                ?? throw DeviceException.Missing(None(kind, [.. found.Select(one => unfit(one)!), .. refusals()]));
            device += $" '{best.Name.Trim()}'";
            return new GpuContext(context, best.CreateAccelerator(context));
        }
        catch (Exception e)
        {
            context?.Dispose();
            if (e is DeviceException) throw;
            throw DeviceException.Missing($"{device} cannot be used: {DeviceException.Sentence(e)}.", e);
        }
    }

    private static string None(string kind, string[] refusals) => refusals.Length == 0
        ? $"There is no {kind} device: the driver shows none."
        : $"There is no {kind} device that can be used: {string.Join("; ", refusals)}.";

    private static string? Unfit(CLDevice device, bool doubles, bool cardsOnly) =>
        doubles && !device.Capabilities.Float64 ? $"'{device.Name.Trim()}' does not compute in double"
        : cardsOnly && !device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU) ? $"'{device.Name.Trim()}' is no graphics card"
        : null;

    // What the driver shows and ILGPU leaves out, looked at only where nothing else was found.
    private static string[] OpenClRefusals()
    {
        var refused = new List<string>();
        using var looked = Context.Create(builder => builder.OpenCL(device =>
        {
            bool old = device.CLStdVersion < CLBackend.MinimumVersion;
            if (old || !device.Capabilities.GenericAddressSpace)
                refused.Add($"'{device.Name.Trim()}' is there, but ILGPU {Version} does not accept it: its driver lacks "
                    + (old ? $"OpenCL C {CLBackend.MinimumVersion}" : "generic pointers"));
            return false;
        }));
        return [.. refused, .. OpenClVendors.Problems()];
    }

    private static string[] CudaRefusals()
    {
        var refused = new List<string>();
        using var looked = Context.Create(builder => builder.Cuda(device =>
        {
            refused.Add($"'{device.Name.Trim()}' is there, but ILGPU {Version} does not accept it: "
                + $"the card or its driver (CUDA {device.DriverVersion}) is too old or not known to it");
            return false;
        }));
        return [.. refused];
    }

    private static string Version => typeof(Context).Assembly.GetName().Version!.ToString(3);
}
