using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Gpu;

/// <summary>Devices on which kernels are tested where there is no card.</summary>
internal static class TestDevice
{
    private const string PoclFlags = "POCL_EXTRA_BUILD_FLAGS";

    /// <summary>Why OpenCL tests are skipped; null if they run.</summary>
    public static string? WithoutPocl { get; } = FindPocl();

    private static Lazy<(Context Context, Accelerator Accelerator)> OpenCl { get; } = new(() =>
    {
        var context = Context.Create(builder => builder.OpenCL(Accepted).Optimize(OptimizationLevel.O2));
        return (context, context.Devices[0].CreateAccelerator(context));
    });

    /// <summary>ILGPU's simulator: each thread of a group is a thread of the host, so groups are small.</summary>
    public static DeviceChoice Simulator { get; } = new()
    {
        Context = () =>
        {
            var context = Context.Create(builder => builder.CPU(new CPUDevice(4, 1, 1)).Optimize(OptimizationLevel.O2));
            return new GpuContext(context, context.Devices[0].CreateAccelerator(context));
        },
    };

    /// <summary>
    /// A real OpenCL driver on the host's cores. All devices are of one accelerator, which compiles each kernel once: that takes
    /// most of the tests' time, and the driver's cache of its own is of no use, as ILGPU numbers names anew in each context.
    /// </summary>
    public static DeviceChoice Pocl { get; } = new() { Context = () => new GpuContext(OpenCl.Value.Context, OpenCl.Value.Accelerator, owned: false) };

    /// <summary>A device that tests share, as compiling kernels takes longer than running them; its fresh memory is NaN.</summary>
    public static GpuDevice<T> Shared<T>(DeviceChoice choice) where T : unmanaged, IFloatingPointIeee754<T> =>
        SharedDevices<T>.Of.GetOrAdd(choice, _ => new GpuDevice<T>(choice.Context!()) { Poison = true });

    private static class SharedDevices<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static System.Collections.Concurrent.ConcurrentDictionary<DeviceChoice, GpuDevice<T>> Of { get; } = new();
    }

    // ILGPU wants generic pointers, which PoCL 3.1 does not have; kernels that do not use them run all the same, if the word is
    // defined away.
    private static bool Accepted(CLDevice device)
    {
        typeof(CLCapabilityContext).GetProperty("GenericAddressSpace", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!
            .SetValue(device.Capabilities, true);
        return device.Name.StartsWith("pthread", StringComparison.Ordinal) || device.Name.StartsWith("cpu", StringComparison.Ordinal);
    }

    private static string? FindPocl()
    {
        if (!OperatingSystem.IsLinux()) return "the OpenCL driver PoCL is looked for on Linux alone";
        // The driver reads the process's own environment, which .NET does not write to.
        _ = setenv(PoclFlags, "-D__generic=__global", 1);
        try
        {
            using var context = Context.Create(builder => builder.OpenCL(Accepted));
            // Where there is no other device, ILGPU adds its simulator.
            return context.Devices.Any(device => device is CLDevice) ? null : "no OpenCL driver PoCL (Debian: pocl-opencl-icd and ocl-icd-opencl-dev)";
        }
        catch (Exception e)
        {
            return $"OpenCL cannot be used: {e.Message}";
        }
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int setenv(string name, string value, int overwrite);
}

/// <summary>Tests on the shared OpenCL accelerator: one after the other, as it serves one computation at a time.</summary>
[CollectionDefinition(nameof(OnOpenCl))]
public sealed class OnOpenCl;

/// <summary>Tests on the shared simulators, one after the other.</summary>
[CollectionDefinition(nameof(OnSimulator))]
public sealed class OnSimulator;

/// <summary>A test that needs the OpenCL driver; skipped with the reason where it is not.</summary>
internal sealed class OpenClFactAttribute : FactAttribute
{
    public OpenClFactAttribute() => Skip = TestDevice.WithoutPocl;
}

/// <summary>Several of them.</summary>
internal sealed class OpenClTheoryAttribute : TheoryAttribute
{
    public OpenClTheoryAttribute() => Skip = TestDevice.WithoutPocl;
}
