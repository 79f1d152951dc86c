namespace PureSaliency.Cli.Outputs;

/// <summary>A file that appears whole or not at all: written beside, then renamed.</summary>
internal static class WholeFile
{
    public static void Write(string path, byte[] content)
    {
        string partial = path + ".partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, path, overwrite: true);
    }
}
