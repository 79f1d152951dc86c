namespace PureSaliency.Tensors;

/// <summary>
/// Files that can be read to an end. A pipe without a writer would be waited for, for ever, and a device may have no end: whatever
/// the system gives no length is not opened.
/// </summary>
internal static class RegularFile
{
    private const int StartLength = 4096;

    /// <summary>Whether there is a file at the path, behind links too, that has something in it; never fails.</summary>
    public static bool IsAt(string path)
    {
        try
        {
            return File.Exists(path) && Length(path) > 0;
        }
        catch (Exception e) when (SafetensorsException.IsFileFailure(e))
        {
            return false;
        }
    }

    /// <summary>Bytes of the file, behind links too; 0 for pipes, sockets and devices.</summary>
    public static long Length(string path)
    {
        var named = new FileInfo(path);
        return ((FileInfo)(named.ResolveLinkTarget(returnFinalTarget: true) ?? named)).Length;
    }

    /// <summary>Whether a path is a link to something that is not there, or to itself; never fails.</summary>
    public static bool IsDangling(string path)
    {
        var named = new FileInfo(path);
        if (named.LinkTarget is null) return false;
        try
        {
            string? target = named.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            return !File.Exists(target) && !Directory.Exists(target);
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>All bytes of a file that is not expected to be large.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, for messages: "a model's configuration".</param>
    /// <exception cref="InputException">It cannot be read, is empty, no file, or absurdly large.</exception>
    public static byte[] ReadAllBytes(string path, string expected)
    {
        const long Most = SafetensorsHeader.MaxLength;
        try
        {
            if (Directory.Exists(path)) throw new InputException($"'{path}' is a folder, expected {expected}.");
            if (IsDangling(path)) throw new InputException($"'{path}' is a link that leads nowhere; is the model complete?");
            if (!File.Exists(path)) throw new InputException($"'{path}' does not exist; expected {expected}.");
            long length = Length(path);
            if (length == 0) throw new InputException($"'{path}' is empty, or a pipe or device; expected {expected}.");
            if (length > Most) throw new InputException($"'{path}' has {length} bytes, expected at most {Most} for {expected}.");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (SafetensorsException.IsFileFailure(e))
        {
            throw new InputException($"'{path}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>The first bytes of a file, none where there is nothing to read; never fails.</summary>
    public static byte[] Start(string path)
    {
        try
        {
            if (!IsAt(path)) return [];
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var bytes = new byte[StartLength];
            return bytes[..stream.ReadAtLeast(bytes, StartLength, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (SafetensorsException.IsFileFailure(e))
        {
            return [];
        }
    }
}
