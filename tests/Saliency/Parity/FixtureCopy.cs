using System.Text.Json.Nodes;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Parity;

/// <summary>A copy of a golden folder for one test to spoil.</summary>
internal sealed class FixtureCopy : IDisposable
{
    public FixtureCopy(string name = "tiny")
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Path("tests", "golden", name)))
            if (!Path.GetFileName(file).StartsWith("training")) File.Copy(file, this[Path.GetFileName(file)]);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("fixture-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The comparisons that failed, of at least the given number.</summary>
    public Comparison[] Failures()
    {
        var comparisons = FixtureVerifier.Verify(Folder);
        Assert.True(comparisons.Count > 100);
        return [.. comparisons.Where(comparison => comparison.Verdict == Verdict.Failed)];
    }

    public void ChangeJson(string name, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(this[name]))!;
        change(root);
        File.WriteAllText(this[name], root.ToJsonString());
    }

    /// <summary>Writes a file's tensors anew; null leaves a tensor out.</summary>
    public void ChangeTensors(string name, Func<string, Made, Made?> change)
    {
        var tensors = Read(this[name]);
        SafetensorsWriter.Write(this[name], tensors.Select(pair => change(pair.Key, pair.Value)?.Data(pair.Key)).OfType<TensorData>());
    }

    public static Dictionary<string, Made> Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensors.ToDictionary(entry => entry.Name, entry =>
        {
            var values = new double[entry.Count];
            file.Read(entry, values.AsSpan());
            return new Made([.. entry.Shape], values, entry.DType);
        });
    }
}
