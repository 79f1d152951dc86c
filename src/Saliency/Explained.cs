namespace PureSaliency.Saliency;

/// <summary>An item of a corpus: its explanation, or the sentence that says why there is none.</summary>
/// <typeparam name="T">What the text came with.</typeparam>
public sealed record Explained<T>(T Item, Explanation? Explanation, string? Problem);
