using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

/// <summary>A file of another kind is called by its name, and no safetensors file is taken for one.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    public static TheoryData<string, string> Kinds => new()
    {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:abab\nsize 498652104\n", "a Git LFS pointer" },
        { "<!DOCTYPE html><html><head>", "a web page" },
        { "<!-- page --><html>", "a web page" },
        { "\r\n  <html lang=\"en\">", "a web page" },
        { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", "a web page" },
        { "PK\u0003\u0004\u0014\0\0\0archive/data.pkl", "a PyTorch file" },
        { "PK\u0003\u0004\u0014\0\0\0weights.npy", "a NumPy archive" },
        { "PK\u0003\u0004\u0014\0\0\0other.txt", "a zip archive" },
        { "\u001f\u008b\u0008\0\0\0\0\0\0\u0003abcdef", "gzip" },
        { "GGUF\u0003\0\0\0\u0001\0\0\0", "a GGUF file" },
        { "\u0089HDF\r\n\u001a\n\0\0\0\0", "an HDF5 file" },
        { "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "a pickle" },
        { "\u0008\u0007\u0012\u0007pytorch\u001a\u00051.9.0", "an ONNX file" },
        { "\u0081\u00a6params\u0081\u00a7roberta\u0082", "msgpack (Flax)" },
        { "\u0093NUMPY\u0001\0v\0", "a NumPy array" },
        { "\u00ff\u00fea\0b\0c\0d\0e\0", "text in UTF-16" },
        { "{\"error\":\"Repository not found\"}", "JSON text that begins with '{\"error\":\"Repository not found\"}'" },
        { "Entry not found", "text that begins with 'Entry not found'" },
        { "no", "text that begins with 'no'" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_well_known_kind_is_named(string start, string kind)
    {
        string path = scratch.File("model.safetensors", Encoding.Latin1.GetBytes(start));
        Scratch.FailsWith(() => SafetensorsFile.Open(path), path, "A safetensors file was expected, but this is", kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_index_of_another_kind_is_named(string start, string kind)
    {
        if (start[0] == '{') return; // JSON is what was expected
        string path = scratch.File("model.safetensors.index.json", Encoding.Latin1.GetBytes(start));
        Scratch.FailsWith(() => SafetensorsSet.Open(scratch.Folder), path, "An index of shards, a JSON object, was expected", kind);
    }

    [Fact]
    public void Marks_that_are_lengths_of_headers_are_no_other_kind()
    {
        foreach (int length in (int[])[0x00088b1f, 0x0280, 0x0380, 0x0480, 0x00018a80, 0x00120708, 0x00504b])
        {
            byte[] header = Encoding.UTF8.GetBytes("{}".PadRight(length));
            using var file = SafetensorsFile.Open(scratch.File("x", Scratch.Bytes(header, 0)));
            Assert.Empty(file.Tensors);
        }
    }

    [Fact]
    public void Invisible_marks_of_a_text_are_shown()
    {
        string path = scratch.File("x", "\u202Enot a model\u0085, and much more than forty bytes of text");
        Scratch.FailsWith(() => SafetensorsFile.Open(path), @"'\u202Enot a model\u0085, and much");
    }

    [Theory]
    [InlineData(DType.F8E4M3)]
    [InlineData(DType.F4)]
    [InlineData(DType.C64)]
    public void Types_that_are_only_known_are_not_read(DType type)
    {
        SafetensorsWriter.Write(scratch["x"], [new TensorData("a", type, [4], new byte[type.Bytes(4)])]);
        using var file = SafetensorsFile.Open(scratch["x"]);
        Scratch.FailsWith(() => file.Read<float>(file.Tensors[0], new float[4]), "Tensor 'a'", $"but is {type.Name()}");
    }
}
