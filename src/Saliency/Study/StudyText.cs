namespace PureSaliency.Saliency.Study;

/// <summary>A text of a study.</summary>
/// <param name="Row">Its number in the data, from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Class">Index of the class that the data give it; null where they give none.</param>
/// <param name="Rationale">For each of its words, parted by blanks, how many of the people asked marked it, 0 … 1; null where nobody was asked.</param>
public sealed record StudyText(long Row, string Text, int? Class = null, IReadOnlyList<double>? Rationale = null)
{
    /// <summary>First and one past the last character of each word, parted by blanks.</summary>
    public static IReadOnlyList<(int Start, int End)> WordsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<(int, int)>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
            for (end = start; end < text.Length && !char.IsWhiteSpace(text[end]);) end++;
            if (end > start) words.Add((start, end));
        }
        return words;
    }
}
