using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PureSaliency.Cli;
using PureSaliency.Tests.Cli.Process;

namespace PureSaliency.Tests.Cli.Cases;

/// <summary>Every folder of tests/cases does what its case.json calls right.</summary>
public sealed partial class CaseTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Repository.Path("tests", "cases"), "case.json", SearchOption.AllDirectories)
        .Select(path => Path.GetFileName(Path.GetDirectoryName(path))!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsReadRightOrRefused(string name)
    {
        string here = Repository.Path("tests", "cases", name);
        var given = CaseFile.Read(Path.Combine(here, "case.json"));
        Assert.NotEmpty(given.Runs);
        using var ground = new CaseGround(here, given);
        foreach (var run in given.Runs) Check(ground, run);
    }

    private static void Check(CaseGround ground, CaseRun run)
    {
        string[] before = ground.Listing();
        var (code, output, error) = run.Process ? AsProcess(ground, run) : InProcess(ground, run);
        string seen = $"{string.Join(' ', run.Args)}\nexit {code}\n--- standard output\n{Short(output)}\n--- standard error\n{Short(error)}\n---";
        Assert.True(code == run.Exit, $"Expected exit {run.Exit}.\n{seen}");
        HoldsAll(output, run.Output, run.NotOutput);
        HoldsAll(error, run.Error, run.NotError);
        Assert.False(error.Contains("   at ", StringComparison.Ordinal) || error.Contains("Exception", StringComparison.Ordinal), $"A stack trace?\n{seen}");
        if (run.OutputLines is { } lines) Assert.True(output.Count(c => c == '\n') == lines, $"Expected {lines} lines of output.\n{seen}");
        if (code == Shell.BadInput)
        {
            // info tells what it found on standard output, and that it cannot be used.
            Assert.True(error.Split('\n').Any(line => line.StartsWith("error: ", StringComparison.Ordinal))
                || output.Contains("\nusable         no: ", StringComparison.Ordinal), $"No sentence.\n{seen}");
            Assert.Equal(before, ground.Listing());
        }
        foreach (var (path, words) in run.Written) HoldsAll(File.ReadAllText(ground.Fill(path)), words, []);
        foreach (string path in run.Absent) Assert.False(Path.Exists(ground.Fill(path)), $"{path} is there.\n{seen}");

        void HoldsAll(string text, IReadOnlyList<string> words, IReadOnlyList<string> strangers)
        {
            foreach (string word in words.Select(ground.Fill)) Assert.True(Holds(text, word), $"Not found: {word}\n{seen}");
            foreach (string word in strangers.Select(ground.Fill)) Assert.False(text.Contains(word, StringComparison.Ordinal), $"Found: {word}\n{seen}");
        }
    }

    // Processors with wider registers add in another order: of float32 the last digits differ, and where a number was read otherwise the first ones do.
    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.Ordinal)
        || (Computed().IsMatch(word) && Number().Matches(text).Any(found => Math.Abs(double.Parse(found.Value, CultureInfo.InvariantCulture)
            - double.Parse(word, CultureInfo.InvariantCulture)) < 2e-6));

    [GeneratedRegex(@"^-?\d+\.\d{7,}$")]
    private static partial Regex Computed();

    [GeneratedRegex(@"-?\d+\.\d{6,}")]
    private static partial Regex Number();

    private static (int Code, string Output, string Error) InProcess(CaseGround ground, CaseRun run)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        byte[] input = Encoding.UTF8.GetBytes(run.Stdin ?? "");
        var terminal = new Terminal { Output = output, Error = error, Input = () => new MemoryStream(input) };
        int code = new Shell(terminal, TextExplainer.Load, CancellationToken.None).Run([.. run.Args.Select(ground.Fill)]);
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private static (int Code, string Output, string Error) AsProcess(CaseGround ground, CaseRun run)
    {
        var outcome = Process.Cli.Run([.. run.Args.Select(ground.Fill)], Encoding.UTF8.GetBytes(run.Stdin ?? ""),
            environment: [.. run.Environment.Select(entry => (entry.Key, ground.Fill(entry.Value)))]);
        return (outcome.Code, outcome.Output, outcome.Error);
    }

    private static string Short(string text) => text.Length <= 4000 ? text : text[..4000] + "…";
}
