using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace PureSaliency.Tensors;

/// <summary>A device cannot be had, has too little memory, or was lost; the message says which and why.</summary>
public sealed class DeviceException(string message, Exception? inner = null) : Exception(Printable.InMessage(message), inner)
{
    /// <summary>Whether the device could not be had at all; else it failed at work.</summary>
    public bool IsMissing { get; private init; }

    internal static DeviceException Missing(string message, Exception? inner = null) => new(message, inner) { IsMissing = true };

    /// <summary>A device failed at work.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="bytes">Memory that was asked for; 0 if none.</param>
    /// <param name="memory">Memory that it has in all.</param>
    /// <param name="free">Memory of which nobody makes use; null if not known.</param>
    /// <param name="reason">What the driver said.</param>
    internal static DeviceException Of(string device, long bytes, long memory, long? free, Exception reason) => bytes > 0
        ? new($"The device '{device}' has too little memory: {Mebibytes(bytes)} more were asked for, "
            + (free is { } left ? $"{Mebibytes(left)} of {Mebibytes(memory)} are free" : $"it has {Mebibytes(memory)} in all")
            + $" ({Sentence(reason)}).", reason)
        : new($"The device '{device}' failed: {Sentence(reason)}.", reason);

    /// <summary>The failure of a device as a sentence, wherever it came up; null if it is none.</summary>
    internal static DeviceException? From(Exception problem) => problem switch
    {
        DeviceException told => told,
        AcceleratorException raw => new($"The {Kind(raw.AcceleratorType)} device failed: {Sentence(raw)}.", raw),
        _ => null,
    };

    // OpenCL's failures have a number and no words.
    internal static string Sentence(Exception reason) =>
        reason is CLException cl ? $"{cl.Error}" : reason.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private static string Kind(AcceleratorType type) => type == AcceleratorType.Cuda ? "CUDA" : type.ToString();

    private static string Mebibytes(long bytes) => $"{bytes / 1048576.0:#,0.#} MiB";
}
