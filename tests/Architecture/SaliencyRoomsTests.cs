using System.Text.RegularExpressions;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Architecture;

/// <summary>The folders of Saliency: which may know which, and what lies where.</summary>
public sealed partial class SaliencyRoomsTests
{
    private static readonly Room Saliency = Room.Of("Saliency");

    // What lies in the folder itself, the library's face, may know all; a folder not named here may know nobody.
    private static readonly Dictionary<string, string[]> Knows = new()
    {
        ["Methods"] = ["Options"],
        ["Options"] = ["Methods"],
        ["Decoding"] = [],
        ["Engine"] = ["Methods", "Options", "Decoding"],
        ["Faithfulness"] = ["Methods"],
        ["Study"] = ["Engine", "Faithfulness", "Methods", "Options", "Report"],
        ["Evidence"] = ["Engine", "Faithfulness", "Methods"],
        ["Corpus"] = ["Engine"],
        ["Report"] = ["Methods", "Options"],
        ["Parity"] = ["Engine", "Methods", "Decoding", "Faithfulness"],
        ["Benchmarks"] = ["Engine", "Methods"],
    };

    [Fact]
    public void A_folder_knows_those_below_it_alone() => Assert.Empty(
        from file in Saliency.Files()
        where file.Name.Contains('/')
        let folder = file.Name[..file.Name.IndexOf('/')]
        from other in Folder().Matches(file.Text).Select(match => match.Groups[1].Value).Distinct()
        where other != folder && !Knows.GetValueOrDefault(folder, []).Contains(other)
        select $"{file.Name} knows {other}");

    [Fact]
    public void Every_folder_is_one_of_these() => Assert.Equal(
        Knows.Keys.Order(), Saliency.Files().Where(file => file.Name.Contains('/')).Select(file => file.Name[..file.Name.IndexOf('/')]).Distinct().Order());

    [Fact]
    public void A_method_is_alone_in_a_file_of_its_name() => Assert.All(SaliencyMethods.All, method =>
    {
        var file = Assert.Single(Saliency.Files("Methods"), file => file.FileName == $"{method.GetType().Name}.cs");
        Assert.Equal([method.GetType().Name], file.Types);
    });

    [GeneratedRegex(@"\bPureSaliency\.Saliency\.([A-Z]\w+)")]
    private static partial Regex Folder();
}
