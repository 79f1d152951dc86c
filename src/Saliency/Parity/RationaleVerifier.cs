using System.Text.Json;
using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Saliency.Parity;

/// <summary>Compares measures against human rationales with examples small enough for pencil and paper (<c>rationales.json</c>).</summary>
public static class RationaleVerifier
{
    private const string Expected = "list of rationales: expected tolerance and examples, each with name, scores, human (0 or 1), k, and what is compared";

    private static readonly Dictionary<string, Func<Rationale, int, double?>> Formulas = new()
    {
        ["precision"] = TokenF1.Precision,
        ["recall"] = TokenF1.Recall,
        ["f1"] = TokenF1.Of,
        ["iou"] = TokenIou.Of,
        ["auprc"] = (text, _) => PrecisionRecallArea.Of(text),
        ["average_precision"] = (text, _) => AveragePrecision.Of(text),
    };

    /// <summary>Compares all examples of a file; the group is what is measured.</summary>
    /// <exception cref="Tensors.InputException">The file cannot be read or is no such list.</exception>
    public static IReadOnlyList<Comparison> Verify(string path) => FixtureJson.Read(path, Expected, root =>
    {
        double tolerance = root.GetProperty("tolerance").GetDouble();
        return (Comparison[])[.. root.GetProperty("examples").EnumerateArray().SelectMany(example => Compare(example, tolerance))];
    });

    private static IEnumerable<Comparison> Compare(JsonElement example, double tolerance)
    {
        string name = example.GetProperty("name").GetString() ?? "";
        int k = example.GetProperty("k").GetInt32();
        var text = new Rationale(
            [.. Numbers(example.GetProperty("scores"))], [.. Numbers(example.GetProperty("human")).Select(mark => mark != 0)]);
        if (example.TryGetProperty("picked", out var picked))
            yield return Comparison.Of("picked", name, Places(text.Picked(k), text), Places(Numbers(picked).Select(place => (int)place), text), _ => true, 0, 0);
        foreach (var (group, formula) in Formulas)
            if (example.TryGetProperty(group, out var expected))
                yield return Compare(group, name, formula(text, k), expected.ValueKind == JsonValueKind.Null ? null : expected.GetDouble(), tolerance);
    }

    private static Comparison Compare(string group, string name, double? actual, double? expected, double tolerance) => (actual, expected) switch
    {
        ({ } a, { } e) => Comparison.Of(group, name, [a], [e], _ => true, 0, tolerance),
        (null, null) => new(group, name, Verdict.Passed),
        _ => new(group, name, Verdict.Failed, double.PositiveInfinity, Note: $"{Shown(actual)}, expected {Shown(expected)}"),
    };

    private static string Shown(double? value) => value is { } number ? $"{number:R}" : "none";

    // 1 at each picked place: lists of places may be of different length.
    private static double[] Places(IEnumerable<int> picked, Rationale text) =>
        [.. Enumerable.Range(0, text.Scores.Count).Select(place => picked.Contains(place) ? 1.0 : 0)];

    private static IEnumerable<double> Numbers(JsonElement array) => array.EnumerateArray().Select(number => number.GetDouble());
}
