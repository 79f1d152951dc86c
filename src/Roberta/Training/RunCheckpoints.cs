using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// The folder <c>training/</c> of a run: <c>update-N/</c> with weights, the optimizer's means and the state, <c>best.safetensors</c>
/// with the best weights. A checkpoint appears whole or not at all, and the one before goes only then.
/// </summary>
public sealed class RunCheckpoints(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The best weights so far.</summary>
    public string Best => System.IO.Path.Combine(Path, RunNames.Best);

    /// <summary>The latest checkpoint; null if there is none.</summary>
    public string? Latest => !Directory.Exists(Path) ? null : Checkpoints.Order(StringComparer.Ordinal).LastOrDefault();

    private IEnumerable<string> Checkpoints => Directory.EnumerateDirectories(Path)
        .Where(folder => RunNames.IsCheckpoint(System.IO.Path.GetFileName(folder)) && !RunNames.IsLink(folder));

    // What killed runs were writing.
    private IEnumerable<string> Torn => Directory.EnumerateDirectories(Path, "*.partial")
        .Where(folder => RunNames.IsCheckpoint(System.IO.Path.GetFileNameWithoutExtension(folder)) && !RunNames.IsLink(folder));

    /// <summary>Writes a checkpoint and lets older ones go.</summary>
    /// <exception cref="InputException">It cannot be written; the last one is still whole.</exception>
    public void Save(Device<float> device, AdamW<float> optimizer, TrainingState state)
    {
        string target = System.IO.Path.Combine(Path, NameOf(state.Updates));
        if (Directory.Exists(target)) return; // the same number means the same bits
        AtomicFile.Folder(target, folder =>
        {
            ModelFiles.WriteTensors(System.IO.Path.Combine(folder, RunNames.Weights), device, optimizer.Trained.Select(trained => trained.Parameter));
            ModelFiles.WriteTensors(System.IO.Path.Combine(folder, RunNames.Means), device, optimizer.Trained.SelectMany(MeansOf));
            AtomicFile.Write(System.IO.Path.Combine(folder, RunNames.State), state.ToJson());
        });
        // What holds anything else than a checkpoint is somebody's, whatever its name.
        foreach (string older in Checkpoints.Concat(Torn).Where(folder => folder != target && RunNames.Strange(folder) is null).ToArray())
            AtomicFile.Guarded(older, () => RunNames.Delete(older));
    }

    /// <summary>Writes the best weights.</summary>
    public void SaveBest(Device<float> device, IEnumerable<Parameter<float>> parameters) =>
        ModelFiles.WriteTensors(Best, device, parameters);

    /// <summary>Brings weights, means and state of a checkpoint back.</summary>
    /// <exception cref="InputException">The checkpoint is damaged.</exception>
    public static TrainingState Load(string checkpoint, Device<float> device, AdamW<float> optimizer)
    {
        Fill(System.IO.Path.Combine(checkpoint, RunNames.Weights), device, optimizer.Trained.Select(trained => (trained.Parameter.Name, trained.Parameter.Value)));
        Fill(System.IO.Path.Combine(checkpoint, RunNames.Means), device, optimizer.Trained.SelectMany(MeansOf));
        var state = TrainingState.Read(System.IO.Path.Combine(checkpoint, RunNames.State));
        if (System.IO.Path.GetFileName(checkpoint) != NameOf(state.Updates))
            throw new InputException($"'{checkpoint}' says that it was written after {state.Updates} updates, which is not its name.");
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

    private static string NameOf(int updates) => $"update-{updates:D8}";

    private static IEnumerable<(string Name, Tensor<float> Value)> MeansOf(Trained<float> trained) =>
        [("mean." + trained.Parameter.Name, trained.Mean), ("variance." + trained.Parameter.Name, trained.Variance)];
}
