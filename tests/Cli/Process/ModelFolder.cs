using System.Text.Json.Nodes;
using PureSaliency.Tensors;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>A copy of a model's folder to damage. What is not touched is linked.</summary>
internal sealed class ModelFolder : IDisposable
{
    private const string Config = "config.json", Model = "model.safetensors";
    private readonly Scratch _scratch = new();
    private readonly string _of;

    private ModelFolder(string of)
    {
        _of = of;
        foreach (string file in Directory.GetFiles(of))
            File.CreateSymbolicLink(this[Path.GetFileName(file)], file);
    }

    /// <summary>4 blocks of width 32, 3 classes, 120 words; it has no tokenizer, so it is traced.</summary>
    public static ModelFolder Tiny() => new(Repository.Path("tests", "golden", "tiny"));

    /// <summary>The default model; its language model is found where it lies.</summary>
    public static ModelFolder Sst2()
    {
        var folder = new ModelFolder(Repository.Path("weights", "roberta-small-sst2"));
        folder.Write("puresaliency.json", new JsonObject { ["languageModel"] = Repository.Path("weights", "roberta-small") }.ToJsonString());
        return folder;
    }

    public string Place => _scratch.Folder;

    public string this[string name] => Path.Combine(Place, name);

    public string[] Names => _scratch.Names;

    public void Delete(string name) => File.Delete(this[name]);

    public void Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        Delete(name); // the link, never what it leads to
        File.WriteAllBytes(this[name], bytes);
    }

    public byte[] Weights() => File.ReadAllBytes(Path.Combine(_of, Model));

    public void Weights(byte[] bytes) => Write(Model, bytes);

    /// <summary>Sets a value of config.json; null takes it out.</summary>
    public void Configure(string name, JsonNode? value)
    {
        var json = JsonNode.Parse(File.ReadAllText(this[Config]))!.AsObject();
        json.Remove(name);
        if (value is not null)
            json[name] = value;
        Write(Config, json.ToJsonString());
    }

    /// <summary>Rewrites a file of tensors; a tensor for which nothing comes back is left out.</summary>
    public void Change(string file, Func<TensorData, TensorData?> change, params TensorData[] more)
    {
        TensorData[] tensors;
        using (var old = SafetensorsFile.Open(Path.Combine(_of, file)))
            tensors = [.. old.Tensors.Select(entry => change(Copy(old, entry))).OfType<TensorData>(), .. more];
        Delete(file);
        SafetensorsWriter.Write(this[file], tensors);
    }

    /// <summary>Runs trace on the case single.</summary>
    public Outcome Trace(params string[] more) =>
        Cli.Run(["trace", "--model", Place, "--ids", this["golden.safetensors"], "--case", "single", "--output", this["out.safetensors"], .. more]);

    public Outcome Explain(params string[] more) => Cli.Run(["explain", "a film", "--model", Place, "--output", this["out.json"], .. more]);

    public void HasNoOutput() => Assert.DoesNotContain(Names, name => name.StartsWith("out", StringComparison.Ordinal));

    public void Dispose() => _scratch.Dispose();

    private static TensorData Copy(SafetensorsFile file, TensorEntry entry) =>
        new(entry.Name, entry.DType, entry.Shape, file.Bytes(entry).ToArray());
}
