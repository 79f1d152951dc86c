namespace PureSaliency.Tensors;

/// <summary>A checkpoint that cannot be read or written, and why.</summary>
public sealed class SafetensorsException : InputException
{
    /// <summary>An error with a sentence for the user.</summary>
    public SafetensorsException(string message) : base(message) { }

    /// <summary>An error with a sentence for the user and the failure behind it.</summary>
    public SafetensorsException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Whether the operating system or the path, not our code, is at fault.</summary>
    internal static bool IsFileFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or System.Security.SecurityException;
}
