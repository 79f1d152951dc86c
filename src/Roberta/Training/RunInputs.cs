using System.Security.Cryptography;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>What a run reads, held against where it writes.</summary>
internal static class RunInputs
{
    /// <summary>Refuses an output that is, holds or lies within a folder that is read, or holds a file that is.</summary>
    /// <exception cref="InputException">Something that is read would be written over.</exception>
    public static void Check(string output, IEnumerable<string> read)
    {
        foreach (string input in read.Where(Path.Exists))
            if (RealPath.Same(input, output)) throw No(output, "is", input);
            else if (RealPath.IsWithin(input, output)) throw No(output, "holds", input);
            else if (Directory.Exists(input) && RealPath.IsWithin(output, input)) throw No(output, "lies within", input);
    }

    /// <summary>The first digits of the SHA-256 of files and of what is read of them; null where one of them cannot be read twice.</summary>
    public static string? Hash(IReadOnlyList<string> files, string detail)
    {
        try
        {
            return HashOf(files, detail);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // whoever needs the text is told of it
        }
    }

    private static string? HashOf(IReadOnlyList<string> files, string detail)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            if (!IsFile(file)) return null;
            using var stream = File.OpenRead(file);
            all.AppendData(SHA256.HashData(stream));
        }
        all.AppendData(System.Text.Encoding.UTF8.GetBytes(detail));
        return files.Count == 0 ? null : Convert.ToHexStringLower(all.GetHashAndReset())[..16];
    }

    // A pipe can be read once alone.
    private static bool IsFile(string path) => File.Exists(path) && (File.GetAttributes(path) & FileAttributes.Device) == 0 && new FileInfo(path).Length > 0;

    private static InputException No(string output, string how, string input) =>
        new($"The new model's folder '{output}' {how} '{input}', which is read; name another folder.");
}
