using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class MaskingTests : IDisposable
{
    private const int Texts = 40, Length = 500;
    private readonly TinyModel model = new("tiny");
    private readonly Masking masking;
    private readonly int[][] texts;
    private readonly ulong[] keys = [.. Enumerable.Range(0, Texts).Select(i => (ulong)i)];

    public MaskingTests()
    {
        masking = new(model.Tokenizer);
        texts = [.. Enumerable.Range(0, Texts).Select(i => model.Sequence(i, Length))];
    }

    public void Dispose() => model.Dispose();

    [Fact]
    public void Some_15_percent_are_guessed() => InShare(0.15, Apply().Rows.Length, Texts * Length);

    [Fact]
    public void Of_those_80_percent_are_masked_10_replaced_and_10_shown()
    {
        var masked = Apply();
        var shown = masked.Rows.Zip(masked.Labels, (row, label) => (Id: masked.Batch.Ids[row], Label: label)).ToArray();
        InShare(0.8, shown.Count(place => place.Id == model.Tokenizer.MaskId), shown.Length);
        InShare(0.1, shown.Count(place => place.Id == place.Label), shown.Length);
        int[] replaced = [.. shown.Select(place => place.Id).Where((id, i) => id != shown[i].Label && id != model.Tokenizer.MaskId)];
        InShare(0.1, replaced.Length, shown.Length);
        Assert.True(replaced.Distinct().Count() > 100, "any token may stand there");
    }

    [Fact]
    public void Labels_are_what_stood_there_and_all_else_stays()
    {
        var masked = Apply();
        int[] all = [.. texts.SelectMany(text => text)];
        Assert.Equal(masked.Rows.Select(row => all[row]), masked.Labels);
        Assert.Equal(masked.Rows.Distinct().Order(), masked.Rows);
        var places = masked.Rows.ToHashSet();
        for (int row = 0; row < all.Length; row++)
            if (!places.Contains(row)) Assert.Equal(all[row], masked.Batch.Ids[row]);
    }

    [Fact]
    public void Marks_are_never_guessed()
    {
        int[] marks = [.. Enumerable.Range(0, model.Tokenizer.VocabularySize).Where(model.Tokenizer.IsSpecial)];
        Assert.Equal(5, marks.Length);
        int[] text = [0, .. Enumerable.Repeat(marks, 90).SelectMany(all => all.Where(id => id != model.Tokenizer.PadId)), 7, 2];
        var masked = masking.Apply(model.Config, [text, text], [1, 2]);
        Assert.All(masked.Labels, label => Assert.Equal(7, label));
    }

    [Fact]
    public void The_key_and_the_place_alone_decide()
    {
        var together = Apply();
        for (int i = 0, first = 0; i < Texts; first += texts[i++].Length)
        {
            var alone = masking.Apply(model.Config, [texts[i]], [keys[i]]);
            Assert.Equal(together.Batch.Ids[first..(first + texts[i].Length)], alone.Batch.Ids);
        }
        Assert.NotEqual(masking.Apply(model.Config, [texts[0]], [1]).Rows, masking.Apply(model.Config, [texts[0]], [2]).Rows);
    }

    [Fact]
    public void The_texts_themselves_stay()
    {
        int[][] before = [.. texts.Select(text => text.ToArray())];
        Apply();
        Assert.Equal(before, texts);
    }

    [Fact]
    public void Short_texts_have_one_place_at_least()
    {
        var masked = Enumerable.Range(0, 50).Select(key => masking.Apply(model.Config, [[0, 2], [0, 7, 2]], [0, (ulong)key])).ToArray();
        Assert.All(masked, batch => Assert.Equal([3], batch.Rows));
        Assert.All(masked, batch => Assert.Equal([7], batch.Labels));
        Assert.True(masked.Count(batch => batch.Batch.Ids[3] == model.Tokenizer.MaskId) > 40);
    }

    [Fact]
    public void Texts_of_marks_alone_are_refused() =>
        Refused.With(() => masking.Apply(model.Config, [[0, 2], [0, 2]], [1, 2]), "no token that could be guessed", "marks alone");

    private MaskedBatch Apply() => masking.Apply(model.Config, texts, keys);

    // Four deviations of a binomial distribution: once in some ten thousand times by chance, and the chance is fixed.
    private static void InShare(double share, int count, int all)
    {
        double deviation = Math.Sqrt(share * (1 - share) / all);
        Assert.InRange(count / (double)all, share - 4 * deviation, share + 4 * deviation);
    }
}
