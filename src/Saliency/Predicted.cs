namespace PureSaliency.Saliency;

/// <summary>An item of a corpus: what the classifier answers, or the sentence that says why it does not.</summary>
/// <typeparam name="T">What the text came with.</typeparam>
public sealed record Predicted<T>(T Item, Prediction? Prediction, string? Problem);
