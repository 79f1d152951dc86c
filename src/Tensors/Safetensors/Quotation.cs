namespace PureSaliency.Tensors;

internal static class Quotation
{
    private const int Longest = 100;

    /// <summary>
    /// The text in single quotes, fit for a message: a stranger's file chooses its names, and neither a terminal
    /// escape nor a megabyte of letters belongs on the user's screen.
    /// </summary>
    public static string Quote(this string text) => text.Length <= Longest
        ? $"'{Printable.InMessage(text)}'" : $"'{Printable.InMessage(Printable.Begin(text, Longest))}…'";
}
