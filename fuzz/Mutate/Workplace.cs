using System.Diagnostics;
using System.Text.Json;

namespace PureSaliency.Mutate;

/// <summary>A copy of the repository in which mutants are built, so that nothing mutated ever lies in the working tree.</summary>
internal sealed class Workplace(string repository, string folder)
{
    /// <summary>The projects whose sources can be mutated, each before those that use it.</summary>
    public static readonly string[] Projects = ["Tensors", "Autograd", "Roberta", "Saliency", "Cli"];

    /// <summary>The repository this was started in.</summary>
    public static string Repository()
    {
        for (var at = new DirectoryInfo(Environment.CurrentDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "PureSaliency.sln"))) return at.FullName;
        throw new InvalidOperationException("Start this inside the repository.");
    }

    /// <summary>The copy of the sources.</summary>
    public string Tree { get; } = Path.Combine(folder, "tree");

    /// <summary>The tests with everything they need, mutated assemblies among it.</summary>
    public string Bin { get; } = Path.Combine(folder, "bin");

    /// <summary>Where the tests may leave their files.</summary>
    public string Temporary { get; } = Path.Combine(folder, "tmp");

    /// <summary>The mutants that the compiler refused, so that it need not be asked again.</summary>
    public string Refused { get; } = Path.Combine(folder, "refused.txt");

    /// <summary>What the tests reached, as far as it was recorded.</summary>
    public string Coverage { get; } = Path.Combine(folder, "coverage.json");

    /// <summary>Brings the copy up to date, builds the tests there and lays out their folder.</summary>
    public void Prepare()
    {
        Refresh();
        Run("dotnet", ["build", "tests/Tests.csproj", "-v", "q", "-nologo", "-clp:ErrorsOnly", "-nodeReuse:false"]);
        if (Directory.Exists(Bin)) Directory.Delete(Bin, recursive: true);
        CopyFolder(Path.Combine(Tree, "tests", "bin", "Debug", "net10.0"), Bin);
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "PureSaliency.Mutate.*"))
            File.Copy(file, Path.Combine(Bin, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>The arguments with which a project is compiled.</summary>
    public string[] CompilerArguments(string project)
    {
        string answer = Run("dotnet",
        [
            "msbuild", $"src/{project}/{project}.csproj", "-t:PrepareResources;Compile", "-getItem:CscCommandLineArgs", "-nodeReuse:false",
            "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true", "-p:BuildProjectReferences=false",
            "-p:NonExistentFile=none/none",
        ]);
        using var json = JsonDocument.Parse(answer[answer.IndexOf('{')..]);
        return [.. json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)];
    }

    private void Refresh()
    {
        string listed = Run("git", ["ls-files", "-co", "--exclude-standard", "-z"], repository);
        string[] files = [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => File.Exists(Path.Combine(repository, file)))];
        foreach (string file in files)
        {
            string from = Path.Combine(repository, file), to = Path.Combine(Tree, file);
            if (File.Exists(to) && File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to))) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
        }
        var known = files.Select(file => Path.Combine(Tree, file)).ToHashSet();
        foreach (string file in Directory.EnumerateFiles(Tree, "*.cs", SearchOption.AllDirectories))
            if (!known.Contains(file) && !file.Contains("/obj/")) File.Delete(file);
    }

    private string Run(string program, string[] arguments, string? where = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = where ?? Tree,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}{error.Result}");
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
