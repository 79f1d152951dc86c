using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>A decoding method was asked for where there is no language model to decode with; methods that do not decode work.</summary>
public sealed class NoLanguageModelException : InputException
{
    internal NoLanguageModelException(string model, string missing) : base(
        $"'{model}' has no language model to decode with ({missing.TrimEnd('.')}). Name one, or choose a method that does not decode, such as grad-cam.")
    {
    }
}
