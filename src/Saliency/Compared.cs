namespace PureSaliency.Saliency;

/// <summary>An item of a corpus: its comparison of methods, or the sentence that says why there is none.</summary>
/// <typeparam name="T">What the text came with.</typeparam>
public sealed record Compared<T>(T Item, MethodComparison? Comparison, string? Problem);
