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

    private static readonly Dictionary<string, ProductPrecision> Precisions = new()
    {
        ["float32"] = ProductPrecision.Exact,
        ["float32-fast"] = ProductPrecision.Split,
        ["bf16"] = ProductPrecision.BFloat16,
    };

    /// <summary>The option to add to a command.</summary>
    public Option<DeviceKind?> Option { get; } = Switch.Parsed<DeviceKind>("--device", string.Join('|', Kinds.Keys),
        "What computes; auto takes a CUDA card, else an OpenCL card, else the CPU (default cpu).",
        "one of " + string.Join(", ", Kinds.Keys), Kinds.TryGetValue);

    /// <summary>How exact products are, for the commands that leave the choice.</summary>
    public Option<ProductPrecision?> Precision { get; } = Switch.Parsed<ProductPrecision>("--precision", string.Join('|', Precisions.Keys),
        "How exact products of float32 are; all but float32 need a CUDA card with tensor cores (default float32).",
        "one of " + string.Join(", ", Precisions.Keys), Precisions.TryGetValue);

    /// <summary>What was chosen; a fallback of auto is told once, however many devices are opened.</summary>
    public DeviceChoice Read(ParseResult given, Terminal terminal, int threads = 0)
    {
        var kind = given.GetValue(Option) ?? DeviceKind.Cpu;
        var products = given.GetResult(Precision) is null ? ProductPrecision.Exact : given.GetValue(Precision) ?? ProductPrecision.Exact;
        if (kind != DeviceKind.Auto)
            return new(kind, threads) { Products = products };
        bool told = false;
        return new(kind, threads)
        {
            Products = products,
            Note = sentence =>
            {
                if (!told)
                    terminal.Note(sentence);
                told = true;
            },
        };
    }
}
