using System.Text;
using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>A folder with files of texts, read without a command around it.</summary>
internal sealed class InputFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("puresaliency-input").FullName;

    /// <summary>What was told while they were read, without the folder.</summary>
    public List<string> Notes { get; } = [];

    public string this[string name] => Path.Combine(_folder, name);

    public InputPlace Place(string name, string column = "text", string? label = null, string[]? keep = null) =>
        new("--input", this[name], column, label) { Keep = keep ?? [], Note = note => Notes.Add(Short(note)) };

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public TextRecord[] Read(string name, string content, string column = "text", string? label = null, params string[] keep) =>
        Read(name, Encoding.UTF8.GetBytes(content), column, label, keep);

    public TextRecord[] Read(string name, byte[] content, string column = "text", string? label = null, params string[] keep)
    {
        Write(name, content);
        using var input = TextInput.Open(Place(name, column, label, keep), () => Stream.Null);
        return [.. input.Read()];
    }

    /// <summary>The texts, or what is said instead of one.</summary>
    public string[] Texts(string name, string content, string column = "text") =>
        [.. Read(name, content, column).Select(record => record.Text ?? $"line {record.Line}: {record.Problem}")];

    /// <summary>The sentence with which a file is refused, without the folder.</summary>
    public string Refusal(string name, byte[] content, string column = "text", string? label = null, params string[] keep) =>
        Short(Assert.Throws<InputException>(() => Read(name, content, column, label, keep)).Message);

    public string Refusal(string name, string content, string column = "text", string? label = null, params string[] keep) =>
        Refusal(name, Encoding.UTF8.GetBytes(content), column, label, keep);

    public string Short(string sentence) => sentence.Replace(_folder + "/", "", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
