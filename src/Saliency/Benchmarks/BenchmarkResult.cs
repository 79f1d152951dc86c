using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Benchmarks;

/// <summary>How fast a model runs on this machine.</summary>
/// <param name="Model">Name of the model's folder.</param>
/// <param name="Device">What computed.</param>
/// <param name="Threads">Threads of the computation; null on an accelerator.</param>
/// <param name="Batch">Texts per pass.</param>
/// <param name="Tokens">Tokens of each text, the added ones included.</param>
/// <param name="PeakGflops">Fused multiply-adds on registers alone, measured beside; GFLOP/s; null on an accelerator.</param>
/// <param name="Passes">Forward, gradient, explain.</param>
/// <param name="Operations">Where the gradient's time goes, the most expensive first.</param>
/// <param name="Kernels">On an accelerator what gradient and explain start there and copy; else empty.</param>
public sealed record BenchmarkResult(
    string Model, string Device, int? Threads, int Batch, int Tokens, double? PeakGflops,
    IReadOnlyList<PassFigure> Passes, IReadOnlyList<OperationFigure> Operations, IReadOnlyList<KernelFigures> Kernels)
{
    private static readonly BenchmarkContext Indented = new(new JsonSerializerOptions(BenchmarkContext.Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
    });

    /// <summary>The result as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented.BenchmarkResult);
}

/// <summary>One kind of pass.</summary>
/// <param name="Name"><c>forward</c>, <c>gradient</c> to layer 0, or <c>explain</c> with all defaults.</param>
/// <param name="Milliseconds">Median of the repetitions.</param>
/// <param name="Repetitions">How often it ran.</param>
/// <param name="TokensPerSecond">Tokens of the batch over the median.</param>
/// <param name="Gflops">Products of the blocks over the median, GFLOP/s; null where they are not all of the work.</param>
/// <param name="PeakShare">The same over the machine's peak; null where that is not known.</param>
public sealed record PassFigure(
    string Name, double Milliseconds, int Repetitions, double TokensPerSecond, double? Gflops, double? PeakShare);

/// <summary>All steps of one operation in a gradient to layer 0, medians of repeated passes.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Steps">How many of them the pass has.</param>
/// <param name="Forward">Milliseconds forwards.</param>
/// <param name="Backward">Milliseconds backwards.</param>
/// <param name="Share">Share of all operations' time.</param>
/// <param name="Gflops">GFLOP/s where the operation is made of products, else null.</param>
public sealed record OperationFigure(string Name, int Steps, double Forward, double Backward, double Share, double? Gflops);

/// <summary>What one kind of pass does on an accelerator that holds the weights already.</summary>
/// <param name="Pass"><c>gradient</c> or <c>explain</c>.</param>
/// <param name="BytesUp">Copied to the accelerator, per text.</param>
/// <param name="BytesDown">Copied back, per text.</param>
/// <param name="Kernels">The most expensive first.</param>
public sealed record KernelFigures(string Pass, long BytesUp, long BytesDown, IReadOnlyList<KernelFigure> Kernels);

/// <summary>All starts of one kernel in a pass.</summary>
/// <param name="Name">The kernel.</param>
/// <param name="Launches">How often the pass starts it.</param>
/// <param name="Milliseconds">All of them, each waited for; the median of repeated passes.</param>
public sealed record KernelFigure(string Name, long Launches, double Milliseconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchmarkResult))]
internal sealed partial class BenchmarkContext : JsonSerializerContext;
