using System.Security.Cryptography;
using System.Text;

namespace PureSaliency.Saliency.Engine;

/// <summary>SHA-256 of a checkpoint, so that a result can be traced to its weights.</summary>
internal static class Fingerprint
{
    /// <summary>The file's hash in hexadecimal; for several files, the hash of their hashes in order.</summary>
    public static string Of(IReadOnlyList<string> files)
    {
        string[] hashes = [.. files.Select(Of)];
        return hashes.Length == 1 ? hashes[0] : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes))));
    }

    private static string Of(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
