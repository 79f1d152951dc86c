using System.Text;

namespace PureSaliency.Fuzz.Run;

/// <summary>Leaves what is needed to look at a failure, even at one that ends the process.</summary>
internal static class Keeping
{
    public static void Write(string folder, ulong seed, string family, long number, Attempt attempt, Outcome outcome)
    {
        string place = Path.Combine(folder, $"{family}-{seed}-{number}");
        foreach (var (name, bytes) in attempt.Files)
        {
            string path = Path.Combine(place, "files", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
        File.WriteAllText(Path.Combine(place, "outcome.txt"),
            $"--family {family} --seed {seed} --only {number}\nread by: {attempt.Reader}\ndone: {attempt.Done}\nrule: {outcome.Signature}\n\n{outcome.Told}\n");
    }

    public static Trail? Trail(string? folder, int thread) => folder is null ? null : new(folder, thread);
}

/// <summary>
/// A file that says which file a thread is at; after a crash of the process it is still there.
/// </summary>
internal sealed class Trail : IDisposable
{
    private const int Width = 60;
    private readonly FileStream _file;
    private readonly byte[] _line = new byte[Width];

    public Trail(string folder, int thread)
    {
        Directory.CreateDirectory(folder);
        _file = new FileStream(Path.Combine(folder, $"running-{thread}.txt"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Mark(string family, long number)
    {
        _line.AsSpan().Fill((byte)' ');
        Encoding.ASCII.GetBytes($"--family {family} --only {number}", _line);
        _line[^1] = (byte)'\n';
        RandomAccess.Write(_file.SafeFileHandle, _line, 0);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }
}
