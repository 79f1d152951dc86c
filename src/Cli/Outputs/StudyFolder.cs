using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// The folder of a study: what was found on each text, a line as it is found, so that a run can be stopped at any moment and resumed, and at its
/// end the results. It is held against other runs, and nothing that is not of this study is written over.
/// </summary>
internal sealed class StudyFolder : IDisposable
{
    private const string Rows = "rows.jsonl", CascadeRows = "cascade.jsonl", TimeRows = "times.jsonl", Written = "written.json";
    private readonly string _path;
    private readonly FileStream _rows;
    private FileStream? _cascade;

    private StudyFolder(string path, FileStream rows) => (_path, _rows) = (path, rows);

    /// <summary>Lines of the texts that are done.</summary>
    public IReadOnlyList<string> Done { get; private set; } = [];

    /// <summary>Lines of the cascade that are done.</summary>
    public IReadOnlyList<string> CascadeDone { get; private set; } = [];

    /// <summary>Opens a folder.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="head">The study's first line.</param>
    /// <param name="resume">Whether it goes on with what is there.</param>
    /// <exception cref="InputException">It is not empty, of another study, held by another run, or cannot be written.</exception>
    public static StudyFolder Open(string path, string head, bool resume)
    {
        if (path.Length == 0) throw new InputException("--output: expected the name of a folder; found nothing.");
        if (File.Exists(path)) throw new InputException($"--output {path}: expected a folder, found a file.");
        return Guarded(path, () =>
        {
            bool empty = !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any();
            string rows = Path.Combine(path, Rows);
            if (!empty && !resume)
                throw new InputException($"--output {path}: the folder is not empty: name another one, or --resume the study that it holds.");
            if (!empty && (!File.Exists(rows) || IsLink(rows)))
                throw new InputException($"--output {path}: there is no study to resume: expected a file {Rows} in the folder. Name another one.");
            Directory.CreateDirectory(path);
            var folder = new StudyFolder(path, Lock(path, rows));
            try
            {
                folder.Begin(head);
                return folder;
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        });
    }

    /// <summary>Adds what was found on a text, and how long each method took.</summary>
    public void Add(string row, string times)
    {
        Append(_rows, row);
        Guarded(_path, () => File.AppendAllText(Path.Combine(_path, TimeRows), times + "\n"));
    }

    /// <summary>Adds a row of the cascade.</summary>
    public void AddCascade(string row) => Append(_cascade ??= Grown(CascadeRows), row);

    /// <summary>Lines of times, of all runs.</summary>
    public IReadOnlyList<string> Times() => File.Exists(Path.Combine(_path, TimeRows)) ? Whole(File.ReadAllBytes(Path.Combine(_path, TimeRows))) : [];

    /// <summary>Writes the results, each whole or not at all.</summary>
    public void Publish(IReadOnlyDictionary<string, byte[]> files)
    {
        string known = Path.Combine(_path, Written);
        var marks = File.Exists(known) ? Marks(known) : new(StringComparer.Ordinal);
        foreach (string name in files.Keys) CheckOwn(name, marks);
        foreach (var (name, content) in files) marks[name] = Hash(content);
        Write(Written, JsonSerializer.SerializeToUtf8Bytes(marks, MarkJson.Default.SortedDictionaryStringString));
        foreach (var (name, content) in files) Write(name, content);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _cascade?.Dispose();
    }

    private void Begin(string head)
    {
        byte[] bytes = new byte[_rows.Length];
        _rows.ReadExactly(bytes);
        var lines = Whole(bytes);
        if (lines.Count == 0)
        {
            if (bytes.Length > 0 && !head.StartsWith(Encoding.UTF8.GetString(bytes), StringComparison.Ordinal))
                throw new InputException($"--output {_path}: {Rows} is no study of this program. Name another folder.");
            _rows.SetLength(0);
            Append(_rows, head);
            return;
        }
        if (lines[0] != head)
            throw new InputException($"--output {_path}: it holds a study of {Difference(lines[0], head)}. Give those, or name another folder.");
        Done = [.. lines.Skip(1)];
        // What a killed run left of a line is done again.
        _rows.SetLength(lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1L));
        _rows.Seek(0, SeekOrigin.End);
        if (!File.Exists(Path.Combine(_path, CascadeRows))) return;
        CascadeDone = Whole(File.ReadAllBytes(Path.Combine(_path, CascadeRows)));
        _cascade = Grown(CascadeRows);
        _cascade.SetLength(CascadeDone.Sum(line => Encoding.UTF8.GetByteCount(line) + 1L));
        _cascade.Seek(0, SeekOrigin.End);
    }

    private static string Difference(string begun, string now)
    {
        try
        {
            using JsonDocument one = JsonDocument.Parse(begun), other = JsonDocument.Parse(now);
            string[] names = [.. other.RootElement.EnumerateObject().Where(field => !one.RootElement.TryGetProperty(field.Name, out var was)
                || was.GetRawText() != field.Value.GetRawText()).Select(field => field.Name)];
            return "other " + string.Join(", ", names);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return "something else";
        }
    }

    private static IReadOnlyList<string> Whole(byte[] bytes)
    {
        int end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        return end == 0 ? [] : Encoding.UTF8.GetString(bytes, 0, end - 1).Split('\n');
    }

    private FileStream Grown(string name) => Guarded(_path, () => new FileStream(Path.Combine(_path, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));

    private void Append(FileStream stream, string line) => Guarded(_path, () =>
    {
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        stream.Flush();
    });

    private void CheckOwn(string name, SortedDictionary<string, string> marks)
    {
        string path = Path.Combine(_path, name);
        if (IsLink(path)) throw new InputException($"'{path}' is a link; a study writes into files of its own alone.");
        if (File.Exists(path) && (!marks.TryGetValue(name, out string? hash) || hash != Hash(File.ReadAllBytes(path))))
            throw new InputException($"'{path}' is not of this study, or was changed since, and would be lost; move it away first.");
    }

    private static SortedDictionary<string, string> Marks(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), MarkJson.Default.SortedDictionaryStringString)!;
        }
        catch (JsonException problem)
        {
            throw new InputException($"'{path}' is damaged; move it and the results beside it away.", problem);
        }
    }

    private void Write(string name, byte[] content) => Guarded(_path, () => WholeFile.Write(Path.Combine(_path, name), content));

    private static FileStream Lock(string path, string rows)
    {
        try
        {
            return new(rows, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (PartialFile.IsLocked(problem))
        {
            throw new InputException($"--output {path}: another run is writing this study; wait for its end, or stop it first.", problem);
        }
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static void Guarded(string path, Action work) => Guarded(path, () =>
    {
        work();
        return 0;
    });

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output {path}: cannot be written: {problem.Message.TrimEnd('.')}.", problem);
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class MarkJson : System.Text.Json.Serialization.JsonSerializerContext;
