using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>One entry of <c>methods.json</c>.</summary>
/// <param name="Name">CASE.DEFINITION, and perhaps more after a dot.</param>
/// <param name="Case">Its case.</param>
/// <param name="Definition">What it is.</param>
/// <param name="Given">Whether it is an input.</param>
/// <param name="Relative">Relative tolerance in double.</param>
/// <param name="Absolute">Absolute tolerance in double.</param>
/// <param name="SingleError">How far float32 strays, in units of the entry's size.</param>
internal sealed record MethodEntry(
    string Name, string Case, string Definition, bool Given, double Relative, double Absolute, double SingleError)
{
    /// <summary>What the name says beside case and definition: <c>mask</c> and <c>0</c> of <c>single.integrated_gradients.mask.0</c>.</summary>
    public string[] Rest { get; } = Name.StartsWith($"{Case}.{Definition}.", StringComparison.Ordinal)
        ? Name[(Case.Length + Definition.Length + 2)..].Split('.') : [];

    /// <summary>Of a measure, which scores are measured and what of it this is; null of all others.</summary>
    public string[]? Measure { get; } = Name.StartsWith($"{Case}.measure.", StringComparison.Ordinal)
        ? Name[$"{Case}.measure.".Length..].Split('.', 2) : null;
}

/// <summary>A text whose methods were computed.</summary>
/// <param name="Ids">Its ids.</param>
/// <param name="Class">The class explained.</param>
internal sealed record MethodText(int[] Ids, int Class);

/// <summary>What <c>methods.json</c> of a fixture says.</summary>
/// <param name="MaskId">The id of <c>&lt;mask&gt;</c>.</param>
/// <param name="Steps">Steps of integrated gradients.</param>
/// <param name="Tau">τ of decoded rows.</param>
/// <param name="Cases">Texts by name.</param>
/// <param name="Entries">Entries by name.</param>
internal sealed record MethodsManifest(
    int MaskId, int Steps, int Tau, IReadOnlyDictionary<string, MethodText> Cases, IReadOnlyDictionary<string, MethodEntry> Entries)
{
    private const string Expected =
        "list of methods: expected constants (mask_id, steps, tau), cases.NAME (input_ids, class) and entries.NAME (definition; tolerance with rel and abs, or given)";

    public static MethodsManifest Load(string path) => FixtureJson.Read(path, Expected, root => Read(path, root));

    private static MethodsManifest Read(string path, JsonElement root)
    {
        var constants = root.GetProperty("constants");
        var cases = root.GetProperty("cases").EnumerateObject().ToDictionary(one => one.Name, one => new MethodText(
            [.. one.Value.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32())], one.Value.GetProperty("class").GetInt32()));
        var entries = root.GetProperty("entries").EnumerateObject().ToDictionary(
            entry => entry.Name, entry => Entry(path, entry.Name, entry.Value, cases.Keys));
        return new(constants.GetProperty("mask_id").GetInt32(), constants.GetProperty("steps").GetInt32(), constants.GetProperty("tau").GetInt32(),
            cases, entries);
    }

    private static MethodEntry Entry(string path, string name, JsonElement entry, IEnumerable<string> cases)
    {
        // The longest, where one case's name begins with another's and a dot.
        string of = cases.Where(one => name.StartsWith(one + ".", StringComparison.Ordinal)).MaxBy(one => one.Length)
            ?? throw new InputException($"'{path}': entry '{name}' is of none of the cases {string.Join(", ", cases)}.");
        string definition = entry.GetProperty("definition").GetString() ?? "";
        if (entry.TryGetProperty("given", out var given) && given.GetBoolean()) return new(name, of, definition, true, 0, 0, 0);
        var tolerance = entry.GetProperty("tolerance");
        return new(name, of, definition, false, tolerance.GetProperty("rel").GetDouble(), tolerance.GetProperty("abs").GetDouble(),
            entry.TryGetProperty("float32_error", out var error) ? error.GetDouble() : 0);
    }
}
