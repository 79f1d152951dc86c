using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Engine;

public class TextUnitsTests
{
    [Fact]
    public void Words_are_units_and_what_belongs_to_none_stands_alone()
    {
        Assert.Equal([[1], [2, 3], [4], [6]], TextUnits.Of([1, 2, 3, 4, 6], [[2, 3], [4, 5]]));
        Assert.Equal([[1], [2], [3]], TextUnits.Of([1, 2, 3], null));
    }

    [Fact]
    public void A_window_holds_the_parts_of_words_that_it_holds()
    {
        (int, int)[] words = [(1, 1), (2, 3), (5, 1)];
        Assert.Equal([[1], [2, 3]], TextUnits.InWindow(words, (1, 3)));
        Assert.Equal([[1, 2], [3]], TextUnits.InWindow(words, (3, 3)));
    }

    [Fact]
    public void A_word_s_pieces_are_hidden_together_and_share_its_score_evenly()
    {
        // Pieces 7 and 8 are a word worth 6 only while both are there; 9 is worth 1.
        static double Model(int[] ids) => (ids.Contains(7) && ids.Contains(8) ? 6 : 0) + (ids.Contains(9) ? 1 : 0);
        MadeProbe Probe() => new([7, 8, 9], Model, [[1, 2], [3]]);
        foreach (var method in (IInputMethod[])[new LeaveOneOut(), new Occlusion(), new Shapley(), new ShapleySampling(), new KernelShap()])
            Assert.Equal([0, 3, 3, 1, 0], method.Score(Probe(), new()).Scores, (a, b) => Math.Abs(a - b) < 1e-9);
        double[] lime = new Lime().Score(Probe(), new ExplainOptions().With(Sampling.Samples, 400)).Scores;
        Assert.Equal(lime[1], lime[2]);
        var probe = Probe();
        new LeaveOneOut().Score(probe, new());
        Assert.Equal([[0, 7, 8, 9, 2], [0, 99, 99, 9, 2], [0, 7, 8, 99, 2]], probe.Asked.Select(variant => variant.Ids));
    }

    [Fact]
    public void A_model_is_asked_by_words_unless_by_tokens_and_tells_how_far_it_is()
    {
        using var explainer = Explainer.Load(DefaultModel.Folder);
        var heard = new List<TextProgress>();
        var options = new ExplainOptions { Method = LeaveOneOut.Name, Decode = false, Rectify = Rectify.None };
        var words = explainer.Explain("an unforgettably gripping film", options, new Listener(heard));
        var tokens = explainer.Explain("an unforgettably gripping film", options with { Unit = TextUnit.Token });
        var split = words.Words.First(word => word.TokenCount > 1);
        double[] own = [.. words.Chosen().TokenScores.Skip(split.FirstToken).Take(split.TokenCount)], apart = [.. tokens.Chosen().TokenScores.Skip(split.FirstToken).Take(split.TokenCount)];
        Assert.Single(own.Distinct());
        Assert.NotEqual(own, apart);
        Assert.Equal((words.Words.Count + 1, words.Words.Count + 1), (heard[^1].Tried, heard[^1].Variants));
        Assert.Equal(1, heard[^1].Fraction);
    }

    private sealed class Listener(List<TextProgress> heard) : IProgress<TextProgress>
    {
        public void Report(TextProgress value) => heard.Add(value);
    }
}
