namespace PureSaliency.Tensors;

/// <summary>A device cannot be had, has too little memory, or was lost; the message says which and why.</summary>
public sealed class DeviceException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static DeviceException Of(string device, long bytes, long memory, Exception reason) => bytes > 0
        ? new($"The device '{device}' has too little memory: {Mebibytes(bytes)} more were asked for, it has {Mebibytes(memory)} in all "
            + $"({Sentence(reason)}).", reason)
        : new($"The device '{device}' failed: {Sentence(reason)}.", reason);

    private static string Mebibytes(long bytes) => $"{bytes / 1048576.0:0.#} MiB";

    private static string Sentence(Exception reason) => reason.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
