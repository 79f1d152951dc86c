using PureSaliency.Saliency.Study;

namespace PureSaliency.Tests.Saliency.Study;

public class StudyTextTests
{
    [Theory]
    [InlineData("a film", "0-1 2-6")]
    [InlineData("  a\t\tfilm\n", "2-3 5-9")]
    [InlineData(" ", "")]
    public void Words_are_parted_by_blanks(string text, string words) =>
        Assert.Equal(words, string.Join(' ', StudyText.WordsOf(text).Select(word => $"{word.Start}-{word.End}")));
}
