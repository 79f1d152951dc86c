namespace PureSaliency.Roberta.Training;

/// <summary>How good a model is on texts that it does not learn from.</summary>
/// <param name="Score">What is compared to find the best model; higher is better.</param>
/// <param name="Metrics">Names and values for logs and cards, such as <c>accuracy</c>.</param>
public sealed record Evaluation(double Score, IReadOnlyDictionary<string, double> Metrics);
