using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Writes models in Hugging Face's layout.</summary>
public static class ModelFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes weights under their names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the weights lie.</param>
    /// <param name="tensors">Names and weights.</param>
    /// <param name="type">F32 or F16.</param>
    /// <param name="metadata">What else the file says.</param>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public static void WriteTensors(
        string path, Device<float> device, IEnumerable<(string Name, Tensor<float> Value)> tensors, DType type = DType.F32,
        IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, tensors.Select(tensor => Data(tensor.Name, OnHost(device, tensor.Value), tensor.Value.Shape, type)),
            metadata ?? new Dictionary<string, string> { ["format"] = "pt" });

    /// <summary>Writes the weights of parameters.</summary>
    public static void WriteTensors(string path, Device<float> device, IEnumerable<Parameter<float>> parameters, DType type = DType.F32) =>
        WriteTensors(path, device, parameters.Select(parameter => (parameter.Name, parameter.Value)), type);

    /// <summary>Copies the files of a tokenizer, so that the new model reads texts as the old one.</summary>
    /// <exception cref="InputException">They cannot be copied.</exception>
    public static void CopyTokenizer(string from, string to)
    {
        foreach (string name in RunNames.Tokenizer.Where(name => File.Exists(Path.Combine(from, name))))
            AtomicFile.Copy(Path.Combine(from, name), Path.Combine(to, name));
    }

    /// <summary>Reads a configuration to be changed.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static JsonObject ReadConfig(string path) => ConfigReader.Read(path, reader => reader.ToObject());

    /// <summary>Writes <c>config.json</c>.</summary>
    public static void WriteConfig(string folder, JsonObject config) =>
        AtomicFile.Write(Path.Combine(folder, "config.json"), config.ToJsonString(Indented) + "\n");

    private static float[] OnHost(Device<float> device, Tensor<float> tensor)
    {
        if (tensor.IsOnHost) return tensor.ToArray(); // one that is not trained
        var values = new float[tensor.Count];
        device.Download(tensor, values);
        return values;
    }

    private static TensorData Data(string name, float[] values, Shape shape, DType type)
    {
        ImmutableArray<long> extents = [.. shape.AsSpan().ToArray().Select(extent => (long)extent)];
        return type == DType.F16
            ? TensorData.From(name, extents, Array.ConvertAll(values, value => (Half)value))
            : TensorData.From(name, extents, values);
    }
}
