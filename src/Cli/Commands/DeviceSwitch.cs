using System.CommandLine;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>--device, the same for every command that computes.</summary>
internal sealed class DeviceSwitch
{
    private static readonly Dictionary<string, DeviceKind> Kinds = new()
    {
        ["cpu"] = DeviceKind.Cpu,
        ["cuda"] = DeviceKind.Cuda,
        ["opencl"] = DeviceKind.OpenCL,
        ["auto"] = DeviceKind.Auto,
    };

    /// <summary>The option to add to a command.</summary>
    public Option<DeviceKind?> Option { get; } = Switch.Parsed<DeviceKind>("--device", string.Join('|', Kinds.Keys),
        "What computes; auto takes a CUDA card, else an OpenCL card, else the CPU (default cpu).",
        "one of " + string.Join(", ", Kinds.Keys), Kinds.TryGetValue);

    /// <summary>What was chosen; a fallback of auto is told once, however many devices are opened.</summary>
    public DeviceChoice Read(ParseResult given, Terminal terminal, int threads = 0)
    {
        var kind = given.GetValue(Option) ?? DeviceKind.Cpu;
        if (kind != DeviceKind.Auto)
            return new(kind, threads);
        bool told = false;
        return new(kind, threads)
        {
            Note = sentence =>
            {
                if (!told)
                    terminal.Note(sentence);
                told = true;
            },
        };
    }
}
