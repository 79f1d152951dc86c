namespace PureSaliency.Tensors;

/// <summary>
/// What the user gave cannot be used. The message is one sentence for the user:
/// what is wrong, where, what was expected and what was found. Hidden characters of what was found are escaped in it.
/// </summary>
public class InputException : Exception
{
    /// <summary>An error with a sentence for the user.</summary>
    public InputException(string message) : base(Printable.InMessage(message)) { }

    /// <summary>An error with a sentence for the user and the failure behind it.</summary>
    public InputException(string message, Exception inner) : base(Printable.InMessage(message), inner) { }
}
