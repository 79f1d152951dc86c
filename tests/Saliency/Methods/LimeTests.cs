using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class LimeTests
{
    private static readonly Func<int[], double> Linear = ids => 5 + (ids.Contains(7) ? 4 : 0) - (ids.Contains(9) ? 2 : 0);

    [Fact]
    public void Of_many_variants_of_a_linear_model_its_weights_come_back()
    {
        double[] scores = Score(Linear, 4000);
        Assert.All(scores.Zip([0, 4, 0, -2, 0]), pair => Assert.Equal(pair.Second, pair.First, 0.03)); // the ridge takes a little
    }

    [Fact]
    public void The_first_variant_is_the_text_and_others_are_masked_now_and_then()
    {
        var probe = new MadeProbe([7, 8, 9], Linear);
        new Lime().Score(probe, Options(1000, 1));
        Assert.Equal([0, 7, 8, 9, 2], probe.Asked[0].Ids);
        double masked = probe.Asked.Skip(1).Average(variant => variant.Ids.Count(id => id == MadeProbe.Mask) / 3.0);
        Assert.Equal(0.3, masked, 0.05);
        Assert.All(probe.Asked, variant => Assert.Equal([2, 3, 4, 5, 6], variant.Positions!));
    }

    [Theory]
    [InlineData("single")]
    [InlineData("batch0")]
    public void Weights_and_intercept_of_given_variants_are_the_reference_s(string name)
    {
        int[] ids = [.. Golden.Tiny64.OfMethods($"{name}.input_ids").Select(id => (int)id)];
        int inner = ids.Length - 2;
        bool[][] present = [.. Golden.Tiny64.OfMethods($"{name}.given.lime.present").Select(shown => shown != 0).Chunk(inner)];
        var (intercept, weights) = Golden.Tiny64.Ask(ids, (int)Golden.Tiny64.OfMethods($"{name}.class")[0], probe =>
            Lime.Fit(present, probe.Values(present.Select(row => Coalitions.Of(probe, j => row[j])), present.Length)));
        Close.Check<double>(weights, Golden.Tiny64.OfMethods($"{name}.lime").AsSpan()[1..^1], 1e-6, $"{name}.lime");
        Close.Check<double>([intercept], Golden.Tiny64.OfMethods($"{name}.lime.intercept"), 1e-6, $"{name}.lime.intercept");
    }

    [Fact]
    public void A_seed_is_its_draws()
    {
        Assert.Equal(Score(Linear, 9), Score(Linear, 9));
        Assert.NotEqual(Score(Linear, 9), Score(Linear, 9, seed: 2));
    }

    [Fact]
    public void A_text_of_marks_alone_has_no_scores() => Assert.Equal([0, 0], new Lime().Score(new MadeProbe([], _ => 1), new()).Scores);

    [Property(MaxTest = 20)]
    public void Weights_are_linear_in_the_model_and_exactly_0_of_one_that_never_changes(int seed, byte tokens)
    {
        int count = 1 + tokens % 6;
        Axioms.IsLinear(new Lime(), seed, count, Options(25, 1));
        Assert.All(new Lime().Score(new MadeProbe([.. Enumerable.Range(10, count)], _ => seed / 7.0), Options(25, 1)).Scores, score => Assert.Equal(0, score));
    }

    private static double[] Score(Func<int[], double> model, int samples, int seed = 1) =>
        new Lime().Score(new MadeProbe([7, 8, 9], model), Options(samples, seed)).Scores;

    private static ExplainOptions Options(int samples, int seed) =>
        new ExplainOptions().With(Sampling.Samples, samples).With(Sampling.Seed, seed);
}
