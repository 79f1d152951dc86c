namespace PureSaliency.Cli.Outputs;

internal enum Format
{
    Text,
    Json,
    Jsonl,
    Html,
}

internal static class Formats
{
    public static Format ByEnding(string? output) => Path.GetExtension(output)?.ToLowerInvariant() switch
    {
        ".json" => Format.Json,
        ".jsonl" => Format.Jsonl,
        ".html" or ".htm" => Format.Html,
        _ => Format.Text,
    };
}
