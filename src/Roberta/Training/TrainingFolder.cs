using System.Globalization;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// The folder <c>training/</c> of a run: <c>update-N/</c> with weights, the optimizer's means and the state, <c>best.safetensors</c>
/// with the best weights. A checkpoint appears whole or not at all, and the one before goes only then.
/// </summary>
public sealed class TrainingFolder(string path)
{
    private const string Prefix = "update-", Weights = "model.safetensors", Means = "optimizer.safetensors", State = "state.json";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The best weights so far.</summary>
    public string Best => System.IO.Path.Combine(Path, "best.safetensors");

    /// <summary>The latest checkpoint; null if there is none.</summary>
    public string? Latest => !Directory.Exists(Path) ? null : Directory.EnumerateDirectories(Path, Prefix + "*")
        .Where(folder => int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Order(StringComparer.Ordinal).LastOrDefault();

    /// <summary>Writes a checkpoint and lets older ones go.</summary>
    /// <exception cref="InputException">It cannot be written; the last one is still whole.</exception>
    public void Save(Device<float> device, AdamW<float> optimizer, TrainingState state)
    {
        string target = System.IO.Path.Combine(Path, $"{Prefix}{state.Updates:D8}");
        if (Directory.Exists(target)) return; // the same number means the same bits
        WholeFile.Folder(target, folder =>
        {
            ModelFiles.WriteTensors(System.IO.Path.Combine(folder, Weights), device, optimizer.Trained.Select(trained => trained.Parameter));
            ModelFiles.WriteTensors(System.IO.Path.Combine(folder, Means), device, optimizer.Trained.SelectMany(MeansOf));
            WholeFile.Write(System.IO.Path.Combine(folder, State), state.ToJson());
        });
        foreach (string older in Directory.EnumerateDirectories(Path, Prefix + "*").Where(folder => folder != target).ToArray())
            WholeFile.Guarded(older, () => Directory.Delete(older, recursive: true));
    }

    /// <summary>Writes the best weights.</summary>
    public void SaveBest(Device<float> device, IEnumerable<Parameter<float>> parameters) =>
        ModelFiles.WriteTensors(Best, device, parameters);

    /// <summary>Brings weights, means and state of a checkpoint back.</summary>
    /// <exception cref="InputException">The checkpoint is damaged.</exception>
    public static TrainingState Load(string checkpoint, Device<float> device, AdamW<float> optimizer)
    {
        Fill(System.IO.Path.Combine(checkpoint, Weights), device, optimizer.Trained.Select(trained => (trained.Parameter.Name, trained.Parameter.Value)));
        Fill(System.IO.Path.Combine(checkpoint, Means), device, optimizer.Trained.SelectMany(MeansOf));
        var state = TrainingState.Read(System.IO.Path.Combine(checkpoint, State));
        optimizer.Updates = state.Updates;
        return state;
    }

    /// <summary>Overwrites tensors with those of a file.</summary>
    public static void Fill(string path, Device<float> device, IEnumerable<(string Name, Tensor<float> Value)> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (var (name, value) in tensors)
        {
            if (!file.TryGet(name, out var entry) || entry.Count != value.Count)
                throw new InputException($"'{path}' has no tensor {name} of shape {value.Shape}.");
            var host = new float[value.Count];
            file.Read(entry, host.AsSpan());
            device.Upload(host, value);
        }
    }

    private static IEnumerable<(string Name, Tensor<float> Value)> MeansOf(Trained<float> trained) =>
        [("mean." + trained.Parameter.Name, trained.Mean), ("variance." + trained.Parameter.Name, trained.Variance)];
}
