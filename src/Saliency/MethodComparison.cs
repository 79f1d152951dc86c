using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency;

/// <summary>One text explained by several methods, side by side. Serialises to <c>$defs/comparison</c> of <c>docs/explanation.schema.json</c>.</summary>
public sealed record MethodComparison
{
    /// <summary>Name and version of what is written and read.</summary>
    public const string CurrentSchema = "puresaliency/comparison/1";

    /// <summary>Name and version of the schema.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init; } = CurrentSchema;
    /// <summary>The text explained.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
    /// <summary>Names of the methods, with <c>decoded-</c> before those whose scores are decoded.</summary>
    [JsonPropertyName("methods")]
    public required IReadOnlyList<string> Methods { get; init; }
    /// <summary>An explanation for each, of the same words.</summary>
    [JsonPropertyName("explanations")]
    public required IReadOnlyList<Explanation> Explanations { get; init; }
    /// <summary>How far they agree, each with each, in the order (0, 1), (0, 2), …, (1, 2), ….</summary>
    [JsonPropertyName("agreement")]
    public required IReadOnlyList<MethodAgreement> Agreement { get; init; }

    /// <summary>Puts explanations of one text by one model side by side.</summary>
    /// <exception cref="ArgumentException">There is none, or they are not of the same words.</exception>
    public static MethodComparison Of(IReadOnlyList<Explanation> explanations)
    {
        ArgumentNullException.ThrowIfNull(explanations);
        if (explanations.Count == 0) throw new ArgumentException("There is nothing to compare.", nameof(explanations));
        if (explanations.Any(other => other.Text != explanations[0].Text || !other.Words.SequenceEqual(explanations[0].Words)))
            throw new ArgumentException("Explanations are compared word by word, expected those of one text.", nameof(explanations));
        var scores = explanations.Select(explanation => explanation.Chosen().WordScores).ToArray();
        return new()
        {
            Text = explanations[0].Text,
            Methods = [.. explanations.Select(explanation => SwitchNames.Method(explanation.Options))],
            Explanations = explanations,
            Agreement = [.. from first in Enumerable.Range(0, scores.Length)
                            from second in Enumerable.Range(first + 1, scores.Length - first - 1)
                            select MethodAgreement.Of(first, second, scores[first], scores[second])],
        };
    }

    /// <summary>The agreement of two of the explanations, in either order.</summary>
    public MethodAgreement Between(int one, int other) =>
        Agreement.First(pair => (pair.First, pair.Second) == (Math.Min(one, other), Math.Max(one, other)));
}
