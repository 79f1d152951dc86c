using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>A value that is computed became NaN or infinite; the message says where it began.</summary>
public sealed class NotFiniteException : InputException
{
    /// <summary>An error with a sentence for the user.</summary>
    public NotFiniteException(string message) : base(message)
    {
    }
}
