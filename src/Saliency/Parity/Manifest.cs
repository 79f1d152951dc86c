using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>What <c>manifest.json</c> of a fixture says: number type and tolerances.</summary>
/// <param name="Path">The file.</param>
/// <param name="Float64">Whether the reference computed in double.</param>
/// <param name="Tolerances">Relative and absolute tolerance by tensor.</param>
internal sealed record Manifest(string Path, bool Float64, IReadOnlyDictionary<string, (double Relative, double Absolute)> Tolerances)
{
    public static Manifest Load(string folder)
    {
        string path = System.IO.Path.Combine(folder, "manifest.json");
        return FixtureJson.Read(path, "manifest: expected computed_in and tensors.NAME.tolerance with rel and abs", json => Read(path, json));
    }

    private static Manifest Read(string path, JsonElement root)
    {
        string type = root.GetProperty("computed_in").GetString() ?? "";
        if (type is not ("F32" or "F64"))
            throw new InputException($"'{path}': computed_in is '{type}', expected F32 or F64.");
        var tolerances = new Dictionary<string, (double, double)>();
        foreach (var tensor in root.GetProperty("tensors").EnumerateObject())
        {
            var tolerance = tensor.Value.GetProperty("tolerance");
            tolerances[tensor.Name] = (tolerance.GetProperty("rel").GetDouble(), tolerance.GetProperty("abs").GetDouble());
        }
        return new(path, type == "F64", tolerances);
    }
}
