using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PureSaliency.Cli;
using PureSaliency.Fuzz.Run;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>The command line in this process: code 0 or 2, visible sentences, no trace, and valid JSON.</summary>
internal static partial class Face
{
    /// <summary>Runs a command on a folder.</summary>
    public static int Run(params string[] args)
    {
        var (output, error) = Ran(args);
        return HashCode.Combine(output, error);
    }

    /// <summary>Explains a text by the model of a folder.</summary>
    public static int Explain(string text, string folder, string[] more)
    {
        var (output, error) = Ran(["explain", text, "--model", folder, "--format", "json", "--threads", "1", .. more]);
        string found = Json(output, "explanation").GetProperty("text").GetString()!;
        BrokenRuleException.Unless(found == text, "the text that was given", found);
        return HashCode.Combine(Timing().Replace(output, ""), error);
    }

    /// <summary>Output and error of a command that went well; an InputException if it refused its input.</summary>
    public static (string Output, string Error) Ran(string[] args, LoadExplainer? load = null)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        int code = new Shell(new Terminal { Output = output, Error = error }, load ?? TextExplainer.Load, CancellationToken.None).Run(args);
        string written = Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), told = Times().Replace(error.ToString(), "");
        BrokenRuleException.Unless(code is Shell.Fine or Shell.BadInput, $"exit code 0 or 2, not {code}", told);
        BrokenRuleException.Unless(!told.Contains("   at ") && !told.Contains("Exception"), "no trace", told);
        Check("standard error", told);
        if (code == Shell.Fine)
            return (written, told);
        BrokenRuleException.Unless(
            told.Split('\n').Any(line => line.StartsWith("error: ", StringComparison.Ordinal)) || written.Contains("usable         no"), "a refusal says why", told);
        Check("standard output", written);
        throw new InputException($"{args[0]} refuses: {Ended(told)}");
    }

    /// <summary>The root of a document that must be JSON.</summary>
    public static JsonElement Json(string text, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            throw new BrokenRuleException($"the {what} is JSON", $"{problem.Message} in {text}");
        }
    }

    // What stands on a screen: lines that end, and nothing that moves the cursor.
    private static void Check(string where, string text)
    {
        if (Visible.FirstHidden(text, lines: true) is { } hidden)
            throw new BrokenRuleException($"{where} is visible", $"U+{hidden:X4} in {text}");
    }

    private static string Ended(string told)
    {
        string line = told.ReplaceLineEndings(" ").Trim();
        return line.Length > 2000 ? line[..2000] : line.Length == 0 ? "as it says in its output" : line;
    }

    // How long a corpus took is told beside it.
    [GeneratedRegex("note: explained .*\n")]
    private static partial Regex Times();

    [GeneratedRegex("\"timing\":\\s*\\{[^}]*\\}")]
    public static partial Regex Timing();
}
