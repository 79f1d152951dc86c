using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class LabelledTextsTests
{
    private readonly Tokenizer tokenizer;

    public LabelledTextsTests()
    {
        using var folder = TokenizerFolder.Small();
        tokenizer = folder.Load();
    }

    [Fact]
    public void Texts_become_ids_and_labels_numbers()
    {
        var texts = Encode(Made("b", "a", "b"));
        Assert.Equal([1, 0, 1], texts.Classes);
        Assert.Equal(tokenizer.Encode("he 1").Ids, texts.Ids[1]);
    }

    [Fact]
    public void Long_texts_are_cut()
    {
        var texts = LabelledTexts.Encode([new("hhhhhhhh", "a", "line 1")], ["a", "b"], tokenizer, 5);
        Assert.Equal([.. tokenizer.Encode("hhh").Ids], texts.Ids[0]);
    }

    [Fact]
    public void What_is_cut_is_counted_and_told()
    {
        var texts = LabelledTexts.Encode([new("hhhhhhhh", "a", "1"), new("h", "b", "2"), new("hhhh", "b", "3")], ["a", "b"], tokenizer, 5);
        Assert.Equal(new CutTexts(5, 2, 3, 6, 19), texts.Cut); // 10, 3 and 6 tokens
        Assert.Equal("2 of 3 texts to learn from have more than 5 tokens; what follows is not read, 31.6 % of all tokens.", texts.Cut.Sentence("to learn from"));
        Assert.Null(LabelledTexts.Encode([new("hhh", "a", "1")], ["a"], tokenizer, 5).Cut.Sentence("to learn from"));
    }

    [Fact]
    public void Unknown_labels_are_refused_with_their_place() =>
        Refused.With(() => Encode(Made("a", "c")), "place 1:", "'c'", "expected one of a, b");

    [Fact]
    public void Fingerprints_see_labels_and_parts()
    {
        LabelledTexts one = Encode(Made("a", "b")), other = Encode(Made("a", "a"));
        Assert.Matches("^[0-9a-f]{16}$", LabelledTexts.Fingerprint(one, other));
        Assert.Equal(LabelledTexts.Fingerprint(one), LabelledTexts.Fingerprint(Encode(Made("a", "b"))));
        Assert.NotEqual(LabelledTexts.Fingerprint(one), LabelledTexts.Fingerprint(other));
        Assert.NotEqual(LabelledTexts.Fingerprint(one, other), LabelledTexts.Fingerprint(other, one));
    }

    private static LabelledText[] Made(params string[] labels) =>
        [.. labels.Select((label, i) => new LabelledText($"he {i}", label, $"place {i}"))];

    private LabelledTexts Encode(LabelledText[] texts) => LabelledTexts.Encode(texts, ["a", "b"], tokenizer, 50);
}
