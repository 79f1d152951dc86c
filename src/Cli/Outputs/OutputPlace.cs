using System.Globalization;
using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>A file that a result must not take the place of.</summary>
internal sealed record Guarded(string Path, string What)
{
    /// <summary>What a command reads: its input, whatever its name, and the files of its models.</summary>
    public static IEnumerable<Guarded> Of(string? input, string? model, string? languageModel) =>
    [
        .. input is null ? [] : (Guarded[])[new(input == TextInput.StandardInput ? "/dev/stdin" : input, "the input")],
        .. ModelFiles.Of(model),
        .. languageModel is null ? [] : ModelFiles.Of(languageModel),
    ];
}

/// <summary>Where a result goes: a file with another one beside it until it is whole, or something that is only written to.</summary>
/// <param name="Named">As the user named it.</param>
/// <param name="File">The file behind links; null for what cannot be replaced.</param>
/// <param name="Descriptor">The open descriptor that was named, if one was.</param>
internal sealed record OutputPlace(string Named, string? File, int? Descriptor = null)
{
    /// <summary>The option of an output where a command does not say another.</summary>
    public const string Usual = "--output";

    private static readonly string[] Descriptors = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>The option that named it.</summary>
    public string Option { get; init; } = Usual;

    /// <summary>Option and name, for messages.</summary>
    public string Said => $"{Option} {Named}";

    /// <summary>The file beside, in which a result grows.</summary>
    public string Partial => File + ".partial";

    /// <summary>Null for standard output, by whatever name.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="guarded">What it must not take the place of.</param>
    /// <param name="option">The option that named it.</param>
    public static OutputPlace? Of(string? path, IEnumerable<Guarded> guarded, string option = Usual)
    {
        if (path is null) return Standard(guarded);
        if (path.Length == 0)
            throw new InputException($"{option}: expected the name of a file; found nothing.");
        if (DescriptorOf(Path.GetFullPath(path)) is { } descriptor)
            return descriptor == 1 ? Standard(guarded) : new(path, null, descriptor) { Option = option };
        if (Directory.Exists(path))
            throw new InputException($"{option} {path}: expected a file, found a folder.");
        CheckGuarded(option, path, path, guarded);
        if (Devices.Is(path) || FileIdentity.Of(path) is { Sort: FileSort.Stream })
            return new(path, null) { Option = option };
        var place = new OutputPlace(path, Behind(option, path)) { Option = option };
        place.CheckFolder();
        CheckGuarded(option, path, place.Partial, guarded);
        ModelFiles.Check(place.Said, place.File!);
        return place;
    }

    /// <summary>Refuses whatever already lies where the result would grow, for a writer that would take its place.</summary>
    public void CheckPartial()
    {
        if (Path.Exists(Partial) || new FileInfo(Partial).LinkTarget is not null)
            throw new InputException($"{Said}: cannot be written: {Partial} is there, of another run or of a stopped one; wait for its end or move it away.");
    }

    // A shell that appends to the input would feed the run its own results.
    private static OutputPlace? Standard(IEnumerable<Guarded> guarded)
    {
        const string Name = "/dev/stdout";
        if (FileIdentity.Of(Name) is { Sort: FileSort.Usual } && guarded.FirstOrDefault(file => FileIdentity.Same(Name, file.Path)) is { } taken)
            throw new InputException($"Standard output is {taken.What}: write to another file.");
        return null;
    }

    private static int? DescriptorOf(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        if (path == "/dev/stdout") return 1;
        if (path == "/dev/stderr") return 2;
        return Descriptors.FirstOrDefault(start => path.StartsWith(start, StringComparison.Ordinal)) is { } known
            && int.TryParse(path.AsSpan(known.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    // A link stays a link: what it leads to is replaced.
    private static string Behind(string option, string path)
    {
        try
        {
            return FileIdentity.Real(path);
        }
        catch (IOException problem)
        {
            throw new InputException($"{option} {path}: cannot be written: {problem.Message}", problem);
        }
    }

    private void CheckFolder()
    {
        string folder = Path.GetDirectoryName(File!) ?? File!;
        if (!Directory.Exists(folder))
            throw new InputException($"{Said}: there is no folder {folder}.");
        if (System.IO.File.Exists(File) && (System.IO.File.GetAttributes(File) & FileAttributes.ReadOnly) != 0)
            throw new InputException($"{Said}: cannot be written: the file that is there is read-only.");
    }

    private static void CheckGuarded(string option, string named, string path, IEnumerable<Guarded> guarded)
    {
        if (guarded.FirstOrDefault(file => FileIdentity.Same(path, file.Path)) is { } taken)
            throw new InputException($"{option} {named}: would take the place of {taken.What}{(path == named ? "" : $", as {path} is the same file")}: choose another name.");
    }
}
