using System.Buffers.Binary;
using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

/// <summary>A folder of its own for one test, and safetensors files made by hand.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("puresaliency-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public string[] Names => [.. Directory.GetFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).Order()];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The path of a new file with this content.</summary>
    public string File(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Length, header and as many bytes of data, 0, 1, 2, …</summary>
    public static byte[] Bytes(string header, int dataLength) => Bytes(Encoding.UTF8.GetBytes(header), dataLength);

    public static byte[] Bytes(byte[] header, int dataLength)
    {
        byte[] bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        for (int i = 0; i < dataLength; i++) bytes[8 + header.Length + i] = (byte)i;
        return bytes;
    }

    /// <summary>A file with one tensor per name, each a single byte.</summary>
    public static byte[] Named(params string[] names)
    {
        IEnumerable<string> entries = names.Select(
            (name, i) => $$"""{{name.Json()}}:{"dtype":"U8","shape":[],"data_offsets":[{{i}},{{i + 1}}]}""");
        return Bytes($"{{{string.Join(',', entries)}}}", names.Length);
    }

    /// <summary>Makes sure that reading fails with one sentence that holds all these words.</summary>
    public static void FailsWith(Action read, params string[] words)
    {
        string message = Assert.Throws<SafetensorsException>(read).Message;
        Assert.All(words, word => Assert.Contains(word, message));
        Assert.True(message.EndsWith('.') || message.EndsWith('?'), message);
        Assert.DoesNotContain(message, char.IsControl);
    }
}

internal static class JsonText
{
    public static string Json(this string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
