using System.Text.Json;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;

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
    public void Every_name_has_one_method_of_its_own()
    {
        foreach (var method in SaliencyMethods.All)
        {
            Assert.Same(method, SaliencyMethods.For(method.Info.Name));
            // RandomScores is random: the class's name must not hide System.Random.
            string type = method.GetType().Name, name = type.EndsWith("Scores", StringComparison.Ordinal) ? type[..^6] : type;
            Assert.Equal(JsonNamingPolicy.KebabCaseLower.ConvertName(name), method.Info.Name);
        }
        Assert.Null(SaliencyMethods.Find("no-such"));
    }

    [Fact]
    public void What_there_is_to_say_of_a_method_is_said() => Assert.All(SaliencyMethods.All.Select(method => method.Info), info =>
    {
        Assert.All((string[])[info.Summary, info.Cost, info.Source], Assert.NotEmpty);
        Assert.All(info.Options, option => Assert.Equal(OptionScope.Method, option.Scope));
    });

    [Fact]
    public void Methods_that_share_an_option_share_its_declaration() => Assert.All(
        SaliencyMethods.All.SelectMany(method => method.Info.Options).GroupBy(option => option.Name), named => Assert.Single(named.Distinct()));

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
        foreach (var method in SaliencyMethods.All.OfType<ILayerMethod>())
        {
            var scores = PureSaliency.Tests.Saliency.Methods.Views.Score(method);
            Assert.Equal(method.Info.IsSumOverFeatures, scores.Contributions is not null);
            if (scores.Contributions is { } c) Assert.Equal(c.Chunk(2).Select(row => row.Sum()), scores.Scores);
        }
    }
}
