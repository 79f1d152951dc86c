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
