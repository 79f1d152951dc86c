using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

internal enum Format
{
    Text,
    Json,
    Jsonl,
    Csv,
    Html,
}

internal static class Formats
{
    /// <summary>The format that the ending of a file's name says; what goes to a terminal, a pipe or a device is text, and a folder is refused where it is opened.</summary>
    /// <exception cref="InputException">The ending says none.</exception>
    public static Format ByEnding(string? output)
    {
        string ending = Path.GetExtension(output)?.ToLowerInvariant() ?? "";
        return ending switch
        {
            ".json" => Format.Json,
            ".jsonl" => Format.Jsonl,
            ".csv" => Format.Csv,
            ".html" or ".htm" => Format.Html,
            ".txt" => Format.Text,
            _ when IsNoFile(output) => Format.Text,
            _ => throw new InputException($"--output {output}: expected a name that ends in .csv, .json, .jsonl, .html or .txt, or a --format; found "
                + $"{(ending.Length == 0 ? "no ending" : $"'{ending}'")}."),
        };
    }

    private static bool IsNoFile(string? output) => string.IsNullOrEmpty(output) || Directory.Exists(output) || Devices.Is(output)
        || FileIdentity.Of(output) is { Sort: FileSort.Stream };
}
