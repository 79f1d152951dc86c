namespace PureSaliency.Cli;

/// <summary>What is done with texts, in the forms that sentences need.</summary>
/// <param name="Name">To do it.</param>
/// <param name="Doing">While it is done.</param>
/// <param name="Done">Once it is done.</param>
/// <param name="Result">What comes of it.</param>
internal sealed record Verb(string Name, string Doing, string Done, string Result)
{
    public static Verb Explain { get; } = new("explain", "explaining", "explained", "an explanation");
    public static Verb Predict { get; } = new("classify", "classifying", "classified", "a prediction");
}
