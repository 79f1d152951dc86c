using PureSaliency.Saliency.Methods;

namespace PureSaliency.Cli.Reports;

/// <summary>The list of methods: name, what it sees, what it costs, where it comes from, and below what a score is.</summary>
internal static class MethodReport
{
    public static void Write(Terminal terminal)
    {
        using var writer = terminal.Writer();
        string[] head = ["method", "sees", "passes", "source"];
        var methods = SaliencyMethods.All.Select(method => (method.Info, Row: Row(method))).ToArray();
        int[] widths = [.. head.Select((name, i) => methods.Max(method => method.Row[i].Length))];
        writer.WriteLine(Line(head, widths));
        foreach (var (info, row) in methods)
        {
            writer.WriteLine(Line(row, widths));
            string own = string.Concat(info.Options.Select(option => $"; --{option.Name} {option.Placeholder}"));
            writer.WriteLine($"    {info.Summary}{own}");
        }
        writer.WriteLine();
        writer.WriteLine("Any of them can be decoded: --method decoded-NAME. Passes: F forward, B backward.");
    }

    private static string[] Row(ISaliencyMethod method) => [method.Info.Name, Sees(method), method.Info.Cost, method.Info.Source];

    private static string Sees(ISaliencyMethod method) => method switch
    {
        ILayerMethod => "a layer",
        IPassMethod => "a pass",
        IPathMethod => "a path",
        IEmbeddingMethod => "words",
        _ => "the text",
    };

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
}
