using System.Diagnostics;
using ILGPU.Runtime.Cuda;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>What a card is.</summary>
/// <param name="Name">For people, with the driver.</param>
/// <param name="Teraflops">Float32 multiply-adds a second of all its lanes, 2 operations each; null if unknown.</param>
/// <param name="HasTensorCores">Whether it multiplies bfloat16 matrices by hardware.</param>
internal sealed record Card(string Name, double? Teraflops, bool HasTensorCores)
{
    /// <summary>The card that CUDA computations take.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static Card Cuda()
    {
        using var context = Accelerators.Open(DeviceKind.Cuda, doubles: false);
        // Where the driver shows no card, ILGPU hands out its simulator.
        var card = context.Accelerator as CudaAccelerator
            ?? throw new DeviceException($"There is no CUDA device: the driver is there, but shows none ({context.Name}).");
        var (major, minor) = (card.Architecture.Major, card.Architecture.Minor);
        // By NVIDIA's tables of throughput per compute capability.
        int lanes = major == 7 || (major, minor) == (8, 0) ? 64 : 128;
        double peak = 2.0 * lanes * card.NumMultiprocessors * card.ClockRate * 1e6 / 1e12;
        string name = $"{card.Name.Trim()}, compute capability {major}.{minor}, {card.NumMultiprocessors} multiprocessors, "
            + $"{card.ClockRate} MHz, {card.MemorySize >> 20} MiB";
        return new($"{name}, driver {Driver() ?? $"for CUDA {card.DriverVersion}"}", peak, context.HasTensorCores);
    }

    private static string? Driver()
    {
        try
        {
            using var tool = Process.Start(new ProcessStartInfo("nvidia-smi", "--query-gpu=driver_version --format=csv,noheader")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string? line = tool.StandardOutput.ReadLine();
            tool.WaitForExit();
            return tool.ExitCode == 0 ? line?.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // Not every machine with a driver has the tool.
        }
    }
}
