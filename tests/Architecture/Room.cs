using System.Reflection;
using System.Text.RegularExpressions;
using PureSaliency.Autograd;
using PureSaliency.Cli;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Architecture;

/// <summary>A project under src: its assembly and its files.</summary>
internal sealed partial record Room(string Name, Assembly Assembly)
{
    /// <summary>All of them, each may know those before it.</summary>
    public static IReadOnlyList<Room> InOrder { get; } =
    [
        new("Tensors", typeof(Tensor<>).Assembly),
        new("Autograd", typeof(Tape<>).Assembly),
        new("Roberta", typeof(Encoder<>).Assembly),
        new("Saliency", typeof(Explainer).Assembly),
        new("Cli", typeof(Shell).Assembly),
    ];

    public static Room Of(string name) => InOrder.Single(room => room.Name == name);

    /// <summary>The source files, of a folder within if one is named.</summary>
    public IReadOnlyList<SourceFile> Files(string folder = "")
    {
        string root = Repository.Path("src", Name);
        return [.. Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(name => !name.StartsWith("bin/", StringComparison.Ordinal) && !name.StartsWith("obj/", StringComparison.Ordinal))
            .Select(name => new SourceFile(name, File.ReadAllText(Path.Combine(root, name))))];
    }

    /// <summary>Rooms that the files name, in a using or in full.</summary>
    public IEnumerable<string> Named(SourceFile file) =>
        RoomName().Matches(file.Text).Select(match => match.Groups[1].Value).Distinct().Where(name => name != Name);

    [GeneratedRegex(@"\bPureSaliency\.(Tensors|Autograd|Roberta|Saliency|Cli)\b")]
    private static partial Regex RoomName();
}

/// <summary>A file: its path within the room, and what it says.</summary>
internal sealed partial record SourceFile(string Name, string Text)
{
    /// <summary>The file's name without its folder.</summary>
    public string FileName => Path.GetFileName(Name);

    /// <summary>Names of the types that it declares at its left edge.</summary>
    public string[] Types => [.. Declaration().Matches(Text).Select(match => match.Groups[1].Value)];

    /// <summary>Namespaces that it uses.</summary>
    public string[] Usings => [.. Using().Matches(Text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|unsafe|partial|ref) )*"
        + @"(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
