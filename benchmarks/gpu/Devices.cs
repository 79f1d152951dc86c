using ILGPU;
using ILGPU.Runtime.CPU;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Devices by name.</summary>
internal static class Devices
{
    public static DeviceChoice Named(string name) => name switch
    {
        "cuda" => new(DeviceKind.Cuda),
        "opencl" => new(DeviceKind.OpenCL),
        "simulator" => new() { Context = Simulator },
        _ => new(),
    };

    // Each thread of a group is a thread of the host, so groups are small.
    private static GpuContext Simulator()
    {
        var context = Context.Create(builder => builder.CPU(new CPUDevice(4, 1, 1)).Optimize(OptimizationLevel.O2));
        return new GpuContext(context, context.Devices[0].CreateAccelerator(context));
    }
}
