using System.Numerics;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>Writes traces as a safetensors file.</summary>
public static class TraceFile
{
    /// <summary>Traces cases and writes all their tensors; the file appears when it is whole.</summary>
    /// <param name="model">Folder of the classifier.</param>
    /// <param name="language">Folder or file of the language model; null leaves its tensors out.</param>
    /// <param name="cases">What to trace.</param>
    /// <param name="options">What to trace of it.</param>
    /// <param name="precision">Number type of computation and file.</param>
    /// <param name="output">The file.</param>
    /// <param name="device">Where to compute; the host's cores if null.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <returns>Number of tensors written.</returns>
    /// <exception cref="InputException">Something does not fit, or the file cannot be written.</exception>
    public static int Write(
        string model, string? language, IReadOnlyList<TraceCase> cases, TraceOptions options, Precision precision, string output,
        DeviceChoice? device = null, CancellationToken cancellation = default) => precision == Precision.Float64
            ? Write<double>(model, language, cases, options, output, device ?? new(), cancellation)
            : Write<float>(model, language, cases, options, output, device ?? new(), cancellation);

    private static int Write<T>(
        string model, string? language, IReadOnlyList<TraceCase> cases, TraceOptions options, string output,
        DeviceChoice device, CancellationToken cancellation) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var classifier = SequenceClassifier<T>.Load(model);
        using var masked = language is null ? null : MaskedLanguageModel<T>.Load(language, withEncoder: true, classifier: classifier.Config);
        if (masked is not null) HeadRules.CheckWidth(model, classifier.Config, language!, masked.Config);
        using var where = device.Open<T>();
        var tracer = new Tracer<T>(where, classifier, masked, options, cancellation);
        TensorData[] tensors = [.. cases.SelectMany(tracer.Trace).Select(tensor => tensor.ToData<T>())];
        SafetensorsWriter.Write(output, tensors);
        return tensors.Length;
    }
}
