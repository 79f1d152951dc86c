using System.Reflection;
using System.Text.RegularExpressions;

namespace PureSaliency.Tests.Architecture;

/// <summary>What docs/paper-map.md names is there.</summary>
public sealed partial class PaperMapTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly string Text = File.ReadAllText(Repository.Path("docs", "paper-map.md"));

    private static readonly ILookup<string, Type> Types =
        Room.InOrder.SelectMany(room => room.Assembly.GetTypes()).ToLookup(type => type.Name.Split('`')[0]);

    [Fact]
    public void Members_exist()
    {
        var named = Member().Matches(Text).Select(match => (Type: match.Groups[1].Value, Member: match.Groups[2].Value)).Distinct().ToArray();
        Assert.True(named.Length > 10, $"{named.Length} members are named.");
        Assert.All(named, name => Assert.True(Types[name.Type].Any(type => type.GetMember(name.Member, Any).Length > 0), $"{name.Type}.{name.Member}"));
    }

    [Fact]
    public void Types_and_files_exist()
    {
        Assert.All(Alone().Matches(Text).Select(match => match.Groups[1].Value), name => Assert.True(Types[name].Any(), name));
        Assert.All(Source().Matches(Text).Select(match => match.Groups[1].Value), path =>
            Assert.True(File.Exists(Repository.Path("src", "Saliency", path)), path));
    }

    [Fact]
    public void Folders_exist() => Assert.All(Place().Matches(Text).Select(match => match.Groups[1].Value), path =>
        Assert.True(Directory.Exists(Repository.Path(path.Split('/'))), path));

    [GeneratedRegex(@"`([A-Z]\w+)(?:<T>)?\.(?!cs`)([A-Z]\w+)`")]
    private static partial Regex Member();

    [GeneratedRegex(@"`([A-Z]\w+)(?:<T>)?`")]
    private static partial Regex Alone();

    [GeneratedRegex(@"`([\w/]+\.cs)`")]
    private static partial Regex Source();

    [GeneratedRegex(@"`((?:tests|benchmarks|docs)/[\w/]+)`")]
    private static partial Regex Place();
}
