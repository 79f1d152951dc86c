namespace PureSaliency.Saliency.Corpus;

/// <summary>An item of a corpus with its result, or the sentence that says why there is none.</summary>
internal readonly record struct CorpusResult<T, TResult>(T Item, TResult? Result, string? Problem) where TResult : class;
