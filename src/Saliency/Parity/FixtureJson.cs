using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>Reads the JSON files of fixtures; what is wrong with one becomes a sentence.</summary>
internal static class FixtureJson
{
    /// <summary>What <paramref name="read"/> makes of a file.</summary>
    /// <exception cref="InputException">The file cannot be read, or is not what was <paramref name="expected"/>.</exception>
    public static T Read<T>(string path, string expected, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return read(json.RootElement);
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
            throw new InputException($"'{path}' is no {expected} ({e.Message}).", e);
        }
    }
}
