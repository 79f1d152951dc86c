using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Reads_without_copying()
    {
        using var file = SafetensorsFile.Open(scratch.File("x", Scratch.Named("a", "b", "c")));
        Assert.True(file.TryGet("c", out TensorEntry? entry));
        Assert.False(file.TryGet("d", out _));
        Assert.Equal([2], file.Bytes(entry).ToArray());
        Assert.True(file.Bytes(entry) == file.Bytes(entry)); // the same memory
        Assert.Equal(["a", "b", "c"], file.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Missing_file_is_named() => Scratch.FailsWith(() => SafetensorsFile.Open(scratch["gone"]), scratch["gone"], "there is none");

    [Fact]
    public void Folder_is_no_file() => Scratch.FailsWith(() => SafetensorsFile.Open(scratch.Folder), scratch.Folder, "folder");

    [Fact]
    public void Empty_file_is_named() => Scratch.FailsWith(() => SafetensorsFile.Open(scratch.File("x", "")), "empty");

    [Theory]
    [InlineData(""), InlineData("a\0b")]
    public void Impossible_path_is_a_sentence(string path) => Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));

    [Fact]
    public void Device_without_end_is_not_read()
    {
        if (File.Exists("/dev/zero")) Scratch.FailsWith(() => SafetensorsFile.Open("/dev/zero"), "empty");
    }

    [Fact]
    public void Broken_file_is_named_and_let_go()
    {
        string path = scratch.File("broken.safetensors", Scratch.Bytes("{}", 1));
        Scratch.FailsWith(() => SafetensorsFile.Open(path), path);
        File.Delete(path);
    }

    [Fact]
    public void Links_are_followed()
    {
        if (OperatingSystem.IsWindows()) return; // needs a privilege there
        scratch.File("blob", Scratch.Named("a"));
        File.CreateSymbolicLink(scratch["link"], "blob");
        using var file = SafetensorsFile.Open(scratch["link"]);
        Assert.Single(file.Tensors);

        File.CreateSymbolicLink(scratch["round"], "round");
        Scratch.FailsWith(() => SafetensorsFile.Open(scratch["round"]), "round");
        File.CreateSymbolicLink(scratch["dangling"], "nothing");
        Scratch.FailsWith(() => SafetensorsFile.Open(scratch["dangling"]), "dangling");
    }

    [Fact]
    public unsafe void Disposed_file_says_so()
    {
        var file = SafetensorsFile.Open(scratch.File("x", Scratch.Named("a")));
        TensorEntry entry = file.Tensors[0];
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Bytes(entry).Length);
        Assert.Throws<ObjectDisposedException>(() => file.Read<float>(entry, new float[1]));
        Assert.Throws<ObjectDisposedException>(() => (nint)file.Pointer(entry));
    }

    [Fact]
    public void Entries_of_another_file_are_refused()
    {
        string path = scratch.File("x", Scratch.Named("a"));
        using var file = SafetensorsFile.Open(path);
        using var other = SafetensorsFile.Open(path);
        Assert.Throws<ArgumentException>(() => file.Bytes(other.Tensors[0]).Length);
        Assert.Throws<ArgumentException>(() => file.Bytes(file.Tensors[0] with { End = 1000 }).Length);
        Assert.Throws<ArgumentException>(() => file.Bytes(new TensorEntry("b", DType.U8, [1], 0, 1)).Length);
    }

    [Theory]
    [InlineData(0), InlineData(2)]
    public void Destination_has_the_tensors_length(int length)
    {
        using var file = SafetensorsFile.Open(scratch.File("x", Scratch.Named("a")));
        Assert.Throws<ArgumentException>(() => file.Read<float>(file.Tensors[0], new float[length]));
    }

    [Fact]
    public void Each_type_is_read_as_numbers_or_refused_by_name()
    {
        foreach (DType type in DTypes.All)
        {
            int size = type.Bits() == 6 ? 3 : Math.Max(1, type.Bits() / 8), count = size * 8 / type.Bits();
            SafetensorsWriter.Write(scratch["x"], [new("t", type, [count], new byte[size])]);
            using var file = SafetensorsFile.Open(scratch["x"]);
            double[] values = [.. Enumerable.Repeat(1.0, count)];
            if (type == DType.C64 || type >= DType.F8E4M3) Scratch.FailsWith(() => file.Read<double>(file.Tensors[0], values), type.Name());
            else file.Read<double>(file.Tensors[0], values);
            Assert.Equal(type.IsReadable(), values[0] == 0);
        }
    }

    [Fact]
    public void A_file_that_was_closed_is_mapped_no_longer()
    {
        if (!OperatingSystem.IsLinux()) return; // what is mapped is told by /proc
        using (SafetensorsFile.Open(scratch.File("x", Scratch.Named("a"))))
            Assert.Contains(scratch["x"], File.ReadAllText("/proc/self/maps"));
        Assert.DoesNotContain(scratch["x"], File.ReadAllText("/proc/self/maps"));
    }

    [Fact]
    public void Tensor_that_just_fits_a_span_is_read()
    {
        byte[] bytes = Scratch.Bytes($$$"""{"long":{"dtype":"U8","shape":[{{{int.MaxValue}}}],"data_offsets":[0,{{{int.MaxValue}}}]}}""", 0);
        using (FileStream stream = File.Create(scratch["x"])) // sparse: the hole takes no room
        {
            stream.Write(bytes);
            stream.Position = int.MaxValue - 1L + bytes.Length;
            stream.WriteByte(7);
        }
        using var file = SafetensorsFile.Open(scratch["x"]);
        Assert.Equal(int.MaxValue, file.Bytes(file.Tensors[0]).Length);
        Assert.Equal(7, file.Bytes(file.Tensors[0])[^1]);
    }

    [Fact]
    public void Tensor_too_long_for_a_span_is_a_sentence()
    {
        const long length = int.MaxValue + 1L;
        string header = $$$"""
            {"long":{"dtype":"U8","shape":[2,{{{length / 2}}}],"data_offsets":[0,{{{length}}}]},
            "last":{"dtype":"U8","shape":[],"data_offsets":[{{{length}}},{{{length + 1}}}]}}
            """;
        byte[] bytes = Scratch.Bytes(header, 0);
        using (FileStream stream = File.Create(scratch["x"])) // sparse: the hole takes no room
        {
            stream.Write(bytes);
            stream.Position = bytes.Length + length;
            stream.WriteByte(7);
        }
        using var file = SafetensorsFile.Open(scratch["x"]);
        Scratch.FailsWith(() => _ = file.Bytes(file.Tensors[0]).Length, scratch["x"], "'long'", "2147483647 bytes", $"{length}");
        Scratch.FailsWith(() => file.Read<float>(file.Tensors[0], []), scratch["x"], "'long'", "2147483647 elements", $"{length}");
        Assert.Equal([7], file.Bytes(file.Tensors[1]).ToArray());
    }

    public static TheoryData<string> Golden =>
        [.. Directory.GetFiles(Repository.Path("tests", "golden"), "model.safetensors", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Golden_checkpoints_are_read_and_written_alike(string name)
    {
        string path = Repository.Path(name);
        using var file = SafetensorsFile.Open(path);
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "config.json")));
        Assert.True(file.TryGet("roberta.embeddings.word_embeddings.weight", out TensorEntry? words));
        Assert.Equal([Config("vocab_size"), Config("hidden_size")], words.Shape.ToArray());
        float[] values = new float[words.Count];
        file.Read<float>(words, values);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Contains(values, value => value != 0);

        // The reference library wrote these files; ours must come out the same to the last byte.
        IEnumerable<TensorData> copies = file.Tensors.Select(t => new TensorData(t.Name, t.DType, t.Shape, file.Bytes(t).ToArray()));
        SafetensorsWriter.Write(scratch["copy"], copies, file.Metadata);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(scratch["copy"]));

        long Config(string property) => config.RootElement.GetProperty(property).GetInt64();
    }
}
