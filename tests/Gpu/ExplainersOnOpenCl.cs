using PureSaliency.Saliency;
using PureSaliency.Tests.Saliency;

namespace PureSaliency.Tests.Gpu;

/// <summary>The default model on the OpenCL driver and on the CPU, loaded once, and only where somebody asks.</summary>
public sealed class ExplainersOnOpenCl : IDisposable
{
    private readonly Lazy<Explainer> gpu = new(() => Explainer.Load(DefaultModel.Folder, new LoadOptions { Device = TestDevice.Pocl }));
    private readonly Lazy<Explainer> cpu = new(() => Explainer.Load(DefaultModel.Folder));

    public Explainer Gpu => gpu.Value;

    public Explainer Cpu => cpu.Value;

    public void Dispose()
    {
        if (gpu.IsValueCreated) gpu.Value.Dispose();
        if (cpu.IsValueCreated) cpu.Value.Dispose();
    }
}
