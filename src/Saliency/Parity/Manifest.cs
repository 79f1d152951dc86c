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
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(path, json.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException($"'{path}' is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(
                $"'{path}' is no manifest: expected computed_in and tensors.NAME.tolerance with rel and abs ({e.Message}).", e);
        }
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
