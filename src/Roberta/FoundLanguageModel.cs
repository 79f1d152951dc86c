namespace PureSaliency.Roberta;

/// <summary>The language model that belongs to a classifier, or why there is none.</summary>
/// <param name="Path">Folder or file; null if there is none.</param>
/// <param name="Missing">Where it was looked for, in the middle of a sentence; null if it was found.</param>
public readonly record struct FoundLanguageModel(string? Path, string? Missing);
