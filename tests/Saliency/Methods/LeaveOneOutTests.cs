using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class LeaveOneOutTests
{
    [Fact]
    public void A_score_is_what_the_value_loses_whatever_windows_occlusion_has()
    {
        var probe = new MadeProbe([7, 8], ids => (ids.Contains(7) ? 10 : 0) + (ids.Contains(MadeProbe.Mask) ? 1 : 0));
        Assert.Equal([0, 9, -1, 0], new LeaveOneOut().Score(probe, new ExplainOptions().With(Occlusion.Window, 2)).Scores);
    }

    [Fact]
    public void What_the_probability_loses_is_the_reference_s() =>
        Reference.Check("leave_one_out.probability", 0, new() { Method = LeaveOneOut.Name, Value = ExplainedValue.Probability });

    [Property(MaxTest = 10)]
    public void Scores_are_linear_and_give_dummies_nothing(int seed, byte tokens)
    {
        int count = 1 + tokens % 6;
        Axioms.IsLinear(new LeaveOneOut(), seed, count);
        Axioms.GivesDummiesNothing(new LeaveOneOut(), seed, count);
        Axioms.GivesEachItsOwn(new LeaveOneOut(), seed, count);
    }
}
