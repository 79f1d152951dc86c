using System.Diagnostics.CodeAnalysis;

namespace PureSaliency.Tensors;

/// <summary>The tensors of one checkpoint, whether they lie in one file or in shards with an index.</summary>
public sealed class SafetensorsSet : IDisposable
{
    private const string SingleName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";
    private const int MostReported = 20;

    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, (SafetensorsFile File, TensorEntry Entry)> tensors = [];

    private SafetensorsSet() { }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <summary>The paths of the files.</summary>
    public IReadOnlyList<string> Files => [.. files.Select(f => f.Path)];

    /// <summary>
    /// Opens a folder's <c>model.safetensors</c>, or else the shards that its <c>model.safetensors.index.json</c> names;
    /// or one file.
    /// </summary>
    /// <exception cref="SafetensorsException">A file is missing or broken, or index and shards contradict each other.</exception>
    public static SafetensorsSet Open(string folderOrFile)
    {
        var set = new SafetensorsSet();
        try
        {
            if (!Directory.Exists(folderOrFile)) set.AddFile(folderOrFile);
            else if (File.Exists(Path.Combine(folderOrFile, SingleName))) set.AddFile(Path.Combine(folderOrFile, SingleName));
            else if (File.Exists(Path.Combine(folderOrFile, IndexName))) set.AddShards(folderOrFile);
            else throw new SafetensorsException(
                $"{folderOrFile}: The folder should hold {SingleName} or {IndexName}, but neither was found.");
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor and the file that holds it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsFile? file, [NotNullWhen(true)] out TensorEntry? entry)
    {
        bool found = tensors.TryGetValue(name, out var tensor);
        (file, entry) = tensor;
        return found;
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in files) file.Dispose();
    }

    private void AddFile(string path)
    {
        SafetensorsFile file = OpenFile(path);
        foreach (TensorEntry entry in file.Tensors) tensors.Add(entry.Name, (file, entry));
    }

    private SafetensorsFile OpenFile(string path)
    {
        var file = SafetensorsFile.Open(path);
        files.Add(file);
        return file;
    }

    private void AddShards(string folder)
    {
        string index = Path.Combine(folder, IndexName);
        Dictionary<string, string> map = ShardIndex.Read(index);
        var problems = new List<string>();
        foreach (string shard in map.Values.Distinct()) AddShard(OpenFile(Path.Combine(folder, shard)), shard, map, problems);
        foreach ((string name, string shard) in map)
            if (!tensors.ContainsKey(name)) problems.Add($"tensor {name.Quote()} is not in {shard}");
        if (problems.Count > 0) throw new SafetensorsException(
            $"{index}: The index should say where each tensor lies, but {string.Join("; ", problems.Take(MostReported))}" +
            (problems.Count > MostReported ? $"; and {problems.Count - MostReported} more." : "."));
    }

    private void AddShard(SafetensorsFile file, string shard, Dictionary<string, string> map, List<string> problems)
    {
        foreach (TensorEntry entry in file.Tensors)
        {
            string tensor = $"tensor {entry.Name.Quote()}";
            if (!tensors.TryAdd(entry.Name, (file, entry)))
                problems.Add($"{tensor} is in {Path.GetFileName(tensors[entry.Name].File.Path)} and again in {shard}");
            else if (!map.TryGetValue(entry.Name, out string? mapped))
                problems.Add($"{tensor} in {shard} is not in the index");
            else if (mapped != shard)
                problems.Add($"{tensor} is in {shard} and not in {mapped}");
        }
    }
}
