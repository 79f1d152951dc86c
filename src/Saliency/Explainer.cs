namespace PureSaliency.Saliency;

/// <summary>Number type of the computation.</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Float32,
    /// <summary>64-bit floating point.</summary>
    Float64,
}

/// <summary>How models are loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>Folder or file of the pre-trained language-model head; found beside the model if null.</summary>
    public string? LanguageModel { get; init; }
    /// <summary>Threads of one computation; all cores if 0.</summary>
    public int Threads { get; init; }
    /// <summary>Number type of the computation.</summary>
    public Precision Precision { get; init; }
}

/// <summary>A classifier ready to explain texts. Thread-safe.</summary>
public sealed class Explainer : IDisposable
{
    private Explainer() { }

    /// <summary>Class names in the model's order.</summary>
    public IReadOnlyList<string> Labels => throw new NotSupportedException();

    /// <summary>Loads a classifier with its tokenizer, and the language-model head where there is one.</summary>
    /// <param name="model">A folder in Hugging Face's layout, or a short name found under weights/.</param>
    /// <param name="options">How to load.</param>
    /// <exception cref="Tensors.InputException">Something in the folder cannot be used; the message says what.</exception>
    public static Explainer Load(string? model = null, LoadOptions? options = null) => throw new NotSupportedException();

    /// <summary>Explains one text.</summary>
    public Explanation Explain(string text, ExplainOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() { }
}
