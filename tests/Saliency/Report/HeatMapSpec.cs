using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

public class HeatMapSpec
{
    [Fact]
    public void Stretches_follow_one_another()
    {
        foreach (var cells in new[] { HeatMap.Tokens(Samples.Rich), HeatMap.Words(Samples.Rich), HeatMap.Tokens(Samples.Windowed) })
        {
            int at = 0;
            foreach (var cell in cells)
            {
                Assert.InRange(cell.Start, at, cell.End);
                at = cell.End;
            }
        }
    }

    [Fact]
    public void Tokens_of_one_character_share_a_stretch_and_add_up()
    {
        var cell = HeatMap.Tokens(Samples.Rich).Single(c => c.Count == 2);
        Assert.Equal("😀", Samples.Rich.Text[cell.Start..cell.End]);
        var scores = Samples.Rich.Layers[0].TokenScores;
        Assert.Equal(scores[cell.First] + scores[cell.First + 1], cell.Score(scores));
    }

    [Fact]
    public void A_character_is_never_cut()
    {
        var cut = Samples.Plain with
        {
            Text = "😀",
            Tokens = [Samples.Plain.Tokens[1] with { Start = 0, End = 1 }, Samples.Plain.Tokens[2] with { Start = 1, End = 2 }],
        };
        Assert.Equal((0, 2, 2), HeatMap.Tokens(cut).Select(c => (c.Start, c.End, c.Count)).Single());
    }

    [Theory]
    [InlineData("1\uFE0F\u20E3", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩\u200D👧", 2)]
    [InlineData("🇩🇪", 2)]
    public void Nor_is_what_a_reader_takes_for_one(string text, int cut)
    {
        var tokens = Samples.Plain.Tokens;
        var explained = Samples.Plain with
        {
            Text = $"a {text} b",
            Tokens = [tokens[1] with { Start = 2, End = 2 + cut }, tokens[2] with { Start = 2 + cut, End = 2 + text.Length }, tokens[3] with { Start = 3 + text.Length, End = 4 + text.Length }],
        };
        Assert.Equal([(2, 2 + text.Length, 2), (3 + text.Length, 4 + text.Length, 1)], HeatMap.Tokens(explained).Select(c => (c.Start, c.End, c.Count)));
    }

    [Fact]
    public void Of_many_layers_the_chosen_one_is_shown()
    {
        var other = Samples.Rich with { ChosenLayer = Samples.Rich.Layers[0].Layer };
        Assert.NotEqual(Samples.Rich.ChosenLayer, other.ChosenLayer);
        Assert.Same(other.Layers[0], other.Chosen());
        Assert.Equal(Samples.Rich.ChosenLayer, Samples.Rich.Chosen().Layer);
    }

    [Theory]
    [InlineData(" Warm", true)]
    [InlineData("ping", true)]
    [InlineData("heart", false)]
    [InlineData(" ", false)]
    public void An_entry_is_in_the_text_if_its_letters_are(string text, bool found) =>
        Assert.Equal(found, HeatMap.InText(Samples.Plain, new(1, text, text, 0.5, InInput: false)));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 2, -0.5)]
    [InlineData(5, 2, 1)]
    public void A_share_stays_within_one(double score, double peak, double share) => Assert.Equal(share, HeatMap.Share(score, peak));
}
