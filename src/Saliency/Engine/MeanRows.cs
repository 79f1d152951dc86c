using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>The mean row of each layer over many texts, (L + 1, K), in a file beside the model.</summary>
internal sealed class MeanRows
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "mean-rows.safetensors";

    private const string Name = "mean_rows";
    private readonly Lazy<double[][]> rows;

    // A file that is missing now may be there the next time.
    private MeanRows(Func<double[][]> read) => rows = new(read, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Those of a model that has none.</summary>
    public static MeanRows None { get; } = new(() => throw new InputException($"The centre corpus needs {FileName} beside the model; puresaliency layers writes it."));

    /// <summary>The mean row of a layer.</summary>
    /// <exception cref="InputException">There is none, or it does not fit.</exception>
    public double[] this[int layer] => rows.Value[layer];

    /// <summary>Those of a model's folder, read when they are first asked for.</summary>
    public static MeanRows Of(string folder, ModelConfig config) => new(() => Read(Path.Combine(folder, FileName), config));

    /// <summary>Writes them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="means">A row for each layer.</param>
    /// <exception cref="InputException">Something else has that name, or the system does not let us; what was there is still whole.</exception>
    public static void Write(string path, double[][] means)
    {
        if (Path.Exists(path) && !IsOne(path)) throw new InputException($"'{path}' is there, and holds no mean rows; move it away first.");
        string partial = path + ".partial";
        try
        {
            SafetensorsWriter.Write(partial, [TensorData.From(Name, [means.Length, means[0].Length], means.SelectMany(row => row.Select(mean => (float)mean)).ToArray())]);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    private static bool IsOne(string path)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            return file.TryGet(Name, out _) && file.Tensors.Count == 1;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static double[][] Read(string path, ModelConfig config)
    {
        if (!File.Exists(path)) throw new InputException($"The centre corpus needs '{path}', which is not there; puresaliency layers writes it.");
        using var file = SafetensorsFile.Open(path);
        if (!file.TryGet(Name, out var entry) || !entry.Shape.SequenceEqual([config.Layers + 1, config.Hidden]))
            throw new InputException($"'{path}': expected a tensor {Name} of [{config.Layers + 1}, {config.Hidden}], a row for each layer; found "
                + (entry is null ? "none." : $"[{string.Join(", ", entry.Shape)}]."));
        var values = new double[entry.Count];
        file.Read(entry, values.AsSpan());
        return [.. values.Chunk(config.Hidden)];
    }
}
