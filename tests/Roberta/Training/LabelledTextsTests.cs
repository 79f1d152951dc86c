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
    public void Unknown_labels_are_refused_with_their_place() =>
        Refused.With(() => Encode(Made("a", "c")), "place 1:", "'c'", "expected one of a, b");

    [Fact]
    public void Labels_that_are_numbers_go_by_size() => Assert.Equal(["-1", "2", "10"], Labels("10", "2", "-1", "2"));

    [Fact]
    public void Other_labels_go_by_letters() => Assert.Equal(["10", "2", "B", "a"], Labels("a", "2", "10", "B", "2"));

    [Fact]
    public void One_class_is_refused() => Refused.With(() => Labels("a", "a"), "the texts", "'a' alone", "two or more");

    [Fact]
    public void No_texts_are_refused() => Refused.With(() => Labels(), "the texts has no texts");

    [Theory]
    [InlineData(100, 0.1, 10), InlineData(99, 0.1, 9), InlineData(5, 0.1, 1), InlineData(40, 0.5, 20)]
    public void Split_parts_have_every_text_once(int count, double share, int expected)
    {
        LabelledText[] texts = Made([.. Enumerable.Repeat("a", count)]);
        var (train, development) = LabelledTexts.Split(texts, share, 1);
        Assert.Equal(expected, development.Count);
        Assert.Equal(texts, train.Concat(development).OrderBy(text => int.Parse(text.Place[6..])));
    }

    [Fact]
    public void The_seed_decides_the_split()
    {
        LabelledText[] texts = Made([.. Enumerable.Repeat("a", 100)]);
        Assert.Equal(LabelledTexts.Split(texts, 0.1, 1).Development, LabelledTexts.Split(texts, 0.1, 1).Development);
        Assert.NotEqual(LabelledTexts.Split(texts, 0.1, 1).Development, LabelledTexts.Split(texts, 0.1, 2).Development);
        Assert.NotEqual(texts[..10], LabelledTexts.Split(texts, 0.1, 1).Development);
    }

    [Fact]
    public void Fingerprints_see_labels_and_parts()
    {
        LabelledTexts one = Encode(Made("a", "b")), other = Encode(Made("a", "a"));
        Assert.Matches("^[0-9a-f]{16}$", LabelledTexts.Fingerprint(one, other));
        Assert.Equal(LabelledTexts.Fingerprint(one), LabelledTexts.Fingerprint(Encode(Made("a", "b"))));
        Assert.NotEqual(LabelledTexts.Fingerprint(one), LabelledTexts.Fingerprint(other));
        Assert.NotEqual(LabelledTexts.Fingerprint(one, other), LabelledTexts.Fingerprint(other, one));
    }

    private static IReadOnlyList<string> Labels(params string[] labels) => LabelledTexts.LabelsOf(Made(labels), "the texts");

    private static LabelledText[] Made(params string[] labels) =>
        [.. labels.Select((label, i) => new LabelledText($"he {i}", label, $"place {i}"))];

    private LabelledTexts Encode(LabelledText[] texts) => LabelledTexts.Encode(texts, ["a", "b"], tokenizer, 50);
}
