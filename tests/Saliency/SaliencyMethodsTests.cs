using PureSaliency.Saliency;

namespace PureSaliency.Tests.Saliency;

/// <summary>What holds of all methods together.</summary>
public class SaliencyMethodsTests
{
    private static readonly Type[] Methods =
        [.. typeof(ISaliencyMethod).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ISaliencyMethod)))];

    [Fact]
    public void Every_method_is_listed_once() => Assert.Equal(
        Methods.Select(type => type.Name).Order(), SaliencyMethods.All.Select(method => method.GetType().Name).Order());

    [Fact]
    public void Every_aggregation_has_one_method_of_its_name()
    {
        Assert.Equal(Enum.GetValues<Aggregation>(), SaliencyMethods.All.Select(method => method.Aggregation).Order());
        foreach (var aggregation in Enum.GetValues<Aggregation>())
        {
            Assert.Equal(aggregation, SaliencyMethods.For(aggregation).Aggregation);
            Assert.Equal(aggregation.ToString(), SaliencyMethods.For(aggregation).GetType().Name);
        }
    }

    [Fact]
    public void Every_method_has_tests_of_its_own()
    {
        var tests = typeof(SaliencyMethodsTests).Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes(typeof(FactAttribute), false).Length > 0))
            .Select(type => type.FullName);
        Assert.All(Methods, method => Assert.Contains($"PureSaliency.Tests.Saliency.Methods.{method.Name}Tests", tests));
    }

    [Fact]
    public void Scores_are_sums_of_contributions_exactly_where_the_method_says_so()
    {
        foreach (var method in SaliencyMethods.All.Where(method => method.Aggregation != Aggregation.IntegratedGradients))
        {
            var scores = PureSaliency.Tests.Saliency.Methods.Views.Score(method);
            Assert.Equal(method.IsSumOverFeatures, scores.Contributions is not null);
            if (scores.Contributions is { } c) Assert.Equal(c.Chunk(2).Select(row => row.Sum()), scores.Scores);
        }
    }
}
