namespace PureSaliency.Fuzz.Run;

/// <summary>A folder of one thread, in memory where there is such a disk, filled anew for every file.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly Dictionary<string, byte[]> _here = [];

    public Workplace()
    {
        string memory = "/dev/shm";
        string root = Directory.Exists(memory) ? memory : Path.GetTempPath();
        Folder = Path.Combine(root, $"puresaliency-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>Makes these the only files; those that are there already are left.</summary>
    public void Fill(IReadOnlyList<FileContent> files)
    {
        foreach (string name in _here.Keys.Where(name => files.All(file => file.Name != name)).ToArray())
        {
            File.Delete(Path.Combine(Folder, name));
            _here.Remove(name);
        }
        foreach (var (name, bytes) in files)
        {
            if (_here.TryGetValue(name, out byte[]? old) && ReferenceEquals(old, bytes))
                continue;
            string path = Path.Combine(Folder, name);
            if (name.Contains('/'))
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
            _here[name] = bytes;
        }
    }

    /// <summary>Takes everything away.</summary>
    public void Clean()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        _here.Clear();
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A reader that hangs may hold it; the system's own cleaning has the rest.
        }
    }
}
