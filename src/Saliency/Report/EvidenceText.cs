using System.Globalization;

namespace PureSaliency.Saliency.Report;

/// <summary>Evidence in words.</summary>
public static class EvidenceText
{
    /// <summary>All of it in one line.</summary>
    public static string Of(ExplanationEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return string.Join(" · ", Parts(evidence).Select(part => part.Text)) + $" · {evidence.Passes} passes";
    }

    /// <summary>Sentence by sentence, with what must hold and did not.</summary>
    public static IEnumerable<(string Text, bool Holds)> Parts(ExplanationEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        yield return (Gradient(evidence), evidence.Gradient.Holds);
        if (evidence.Precision is { } precision)
            yield return ($"{precision.Computed} {(precision.Holds ? "within" : "IS OFF BY")} {Small(precision.Gradient)} of double", precision.Holds);
        if (evidence.Completeness is { } sum)
            yield return ($"scores sum to {Number(sum.Sum)}{(sum.Holds ? ", promised" : " AND NOT TO")} {Number(sum.Difference)}", sum.Holds);
        if (evidence.Deletion is { } deletion)
            yield return ($"hiding its words leaves {Number(deletion.Area)} (a random order {Number(deletion.RandomArea)})", true);
        if (evidence.Insertion is { } insertion)
            yield return ($"showing them gives {Number(insertion.Area)} (random {Number(insertion.RandomArea)})", true);
    }

    private static string Gradient(ExplanationEvidence evidence) => evidence.Gradient switch
    {
        { Holds: false } wrong => $"THE GRADIENT of layer {evidence.Layer} IS WRONG: off by {Small(wrong.Worst)} along {wrong.Directions} directions, {Small(wrong.Allowed)} allowed",
        { Informative: false } => $"gradient of layer {evidence.Layer} is 0",
        var right => $"gradient of layer {evidence.Layer} right to {Small(right.Worst)} along {right.Directions} directions",
    };

    private static string Small(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
