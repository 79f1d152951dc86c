using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

/// <summary>A text of any characters that Unicode has.</summary>
public sealed record UnicodeText(string Value)
{
    public static Arbitrary<UnicodeText> Arbitrary()
    {
        Gen<int> scalar = Gen.OneOf(Gen.Choose(0, 127), Gen.Choose(0, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF));
        return scalar.Select(value => new Rune(value)).ArrayOf().Select(runes => new UnicodeText(string.Concat(runes))).ToArbitrary();
    }
}

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Property(Arbitrary = [typeof(UnicodeText)], MaxTest = 300)]
    public void What_is_written_is_read(UnicodeText[] names, UnicodeText[] notes, int seed)
    {
        var random = new Random(seed);
        TensorData[] tensors = [.. names.Distinct().Select(name => Any(name.Value, random, out _))];
        random = new Random(seed);
        byte[][] bytes = [.. tensors.Select(tensor => { Any(tensor.Name, random, out byte[] stored); return stored; })];
        var metadata = notes.Distinct().ToDictionary(note => note.Value, note => note.Value + "!");

        SafetensorsWriter.Write(scratch["x"], tensors, metadata);
        using var file = SafetensorsFile.Open(scratch["x"]);
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(tensors.Length, file.Tensors.Count);
        foreach ((TensorData tensor, byte[] stored) in tensors.Zip(bytes))
        {
            Assert.True(file.TryGet(tensor.Name, out TensorEntry? entry));
            Assert.Equal(tensor.DType, entry.DType);
            Assert.Equal(tensor.Shape.ToArray(), entry.Shape.ToArray());
            Assert.Equal(stored, file.Bytes(entry).ToArray());
        }
    }

    private static TensorData Any(string name, Random random, out byte[] bytes)
    {
        DType[] whole = [.. DTypes.All.Where(type => type.Bits() >= 8)];
        DType dtype = whole[random.Next(whole.Length)];
        long[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(5))];
        bytes = new byte[shape.Aggregate(1L, (product, extent) => product * extent) * dtype.Size()];
        random.NextBytes(bytes);
        return new TensorData(name, dtype, [.. shape], bytes);
    }

    [Fact]
    public void Numbers_come_back()
    {
        SafetensorsWriter.Write(scratch["x"],
        [
            TensorData.From("double", [3], new[] { 1.5, double.NaN, double.Epsilon }),
            TensorData.From("float", [2, 1], new[] { -0f, float.MaxValue }),
            TensorData.From("half", [], new[] { (Half)0.1f }),
            TensorData.From("int", [0], Array.Empty<int>()),
            TensorData.From("long", [1], new[] { long.MinValue }),
            TensorData.From("int again", [1], new[] { -5 }),
        ]);
        using var file = SafetensorsFile.Open(scratch["x"]);
        Assert.Equal(["double", "float", "half", "int", "long", "int again"], file.Tensors.Select(t => t.Name));
        Assert.Equal([1.5, double.NaN, double.Epsilon], Read<double>(0));
        Assert.Equal([-0f, float.MaxValue], Read<float>(1));
        Assert.Equal([(Half)0.1f], Read<Half>(2));
        Assert.Empty(Read<int>(3));
        Assert.Equal([long.MinValue], Read<long>(4));
        Assert.Equal([-5], Read<int>(5));

        T[] Read<T>(int index) where T : unmanaged, System.Numerics.INumberBase<T>
        {
            var values = new T[file.Tensors[index].Count];
            file.Read<T>(file.Tensors[index], values);
            return values;
        }
    }

    [Fact]
    public void More_than_a_million_numbers_come_back()
    {
        int[] numbers = [.. Enumerable.Range(0, (1 << 20) + 3)];
        SafetensorsWriter.Write(scratch["x"], [TensorData.From("a", [numbers.Length], numbers)]);
        using var file = SafetensorsFile.Open(scratch["x"]);
        var read = new int[numbers.Length];
        file.Read<int>(file.Tensors[0], read);
        Assert.True(read.AsSpan().SequenceEqual(numbers));
    }

    [Fact]
    public void Layout_is_plain_and_aligned()
    {
        var metadata = new Dictionary<string, string> { ["b"] = "<", ["a"] = "" };
        SafetensorsWriter.Write(scratch["x"], [new("ü\"", DType.Bool, [1, 2], new byte[] { 1, 0 })], metadata);
        byte[] bytes = File.ReadAllBytes(scratch["x"]);
        byte[] expected = Scratch.Bytes(
            """{"__metadata__":{"a":"","b":"<"},"ü\"":{"dtype":"BOOL","shape":[1,2],"data_offsets":[0,2]}}    """, 2);
        (expected[^2], expected[^1]) = (1, 0);
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(bytes));
        Assert.Equal(0, (bytes.Length - 2) % 8);
    }

    [Fact]
    public void A_shape_has_as_many_extents_as_a_reader_takes()
    {
        SafetensorsWriter.Write(scratch["x"], [new("a", DType.U8, [.. Enumerable.Repeat(1L, 64)], new byte[] { 9 })]);
        using var file = SafetensorsFile.Open(scratch["x"]);
        Assert.Equal(64, file.Tensors.Single().Shape.Length);
        Assert.Throws<ArgumentException>(() => new TensorData("a", DType.U8, [.. Enumerable.Repeat(1L, 65)], new byte[] { 9 }));
    }

    [Fact]
    public void Nothing_can_be_written()
    {
        SafetensorsWriter.Write(scratch["x"], []);
        using var file = SafetensorsFile.Open(scratch["x"]);
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void A_file_is_replaced_while_it_is_read()
    {
        if (OperatingSystem.IsWindows()) return; // which keeps a mapped file
        using var old = SafetensorsFile.Open(scratch.File("x", Scratch.Named("a")));
        SafetensorsWriter.Write(scratch["x"], [new("b", DType.U8, [], new byte[] { 9 })]);
        using var replaced = SafetensorsFile.Open(scratch["x"]);
        Assert.Equal("b", replaced.Tensors.Single().Name);
        Assert.Equal([0], old.Bytes(old.Tensors[0]).ToArray());
        Assert.Equal(["x"], scratch.Names);
    }

    [Fact]
    public void Failing_enumerable_leaves_the_old_file_whole()
    {
        byte[] old = File.ReadAllBytes(scratch.File("x", Scratch.Named("a")));
        Assert.Throws<InvalidTimeZoneException>(() => SafetensorsWriter.Write(scratch["x"], Failing()));
        Assert.Equal(old, File.ReadAllBytes(scratch["x"]));
        Assert.Equal(["x"], scratch.Names);

        static IEnumerable<TensorData> Failing()
        {
            yield return new("b", DType.U8, [], new byte[1]);
            throw new InvalidTimeZoneException();
        }
    }

    [Theory]
    [InlineData(typeof(InvalidTimeZoneException), typeof(InvalidTimeZoneException))]
    [InlineData(typeof(IOException), typeof(SafetensorsException))]
    public void Failing_half_way_leaves_the_old_file_whole(Type thrown, Type seen)
    {
        byte[] old = File.ReadAllBytes(scratch.File("x", Scratch.Named("a")));
        using var failing = new FailingMemory(() =>
        {
            Assert.Equal(["x", "x.partial"], scratch.Names);
            throw (Exception)Activator.CreateInstance(thrown)!;
        });
        TensorData[] tensors = [new("b", DType.U8, [100_000], new byte[100_000]), new("c", DType.U8, [8], failing.Memory)];
        Assert.Throws(seen, () => SafetensorsWriter.Write(scratch["x"], tensors));
        Assert.Equal(old, File.ReadAllBytes(scratch["x"]));
        Assert.Equal(["x"], scratch.Names);
    }

    private sealed class FailingMemory(Action fail) : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(8);

        public override Span<byte> GetSpan()
        {
            fail();
            return new byte[8];
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }

    [Fact]
    public void A_writer_at_work_is_not_disturbed()
    {
        using var other = new FileStream(scratch["x.partial"], FileMode.Create, FileAccess.Write, FileShare.None);
        Scratch.FailsWith(() => SafetensorsWriter.Write(scratch["x"], []), scratch["x"], "writable");
        Assert.Equal(["x.partial"], scratch.Names);
    }

    [Fact]
    public void What_a_crash_left_is_overwritten()
    {
        scratch.File("x.partial", new string('?', 10_000));
        SafetensorsWriter.Write(scratch["x"], []);
        Assert.Equal(16, File.ReadAllBytes(scratch["x"]).Length);
        Assert.Equal(["x"], scratch.Names);
    }

    [Fact]
    public void Unwritable_path_is_a_sentence()
    {
        Scratch.FailsWith(() => SafetensorsWriter.Write(scratch.Folder, []), scratch.Folder, "folder");
        string path = Path.Combine(scratch["gone"], "x");
        Scratch.FailsWith(() => SafetensorsWriter.Write(path, []), path, "writable");
        Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write("", []));
        Assert.Throws<SafetensorsException>(() => SafetensorsWriter.Write("a\0b", []));
        Assert.Empty(scratch.Names);
    }

    [Fact]
    public void What_no_reader_could_read_is_refused()
    {
        byte[] one = new byte[1];
        Assert.Throws<ArgumentException>(() => new TensorData("__metadata__", DType.U8, [], one));
        Assert.Throws<ArgumentException>(() => new TensorData("\uD800", DType.U8, [], one));
        Assert.Throws<ArgumentException>(() => new TensorData("a", DType.U8, [2], one));
        Assert.Throws<ArgumentException>(() => new TensorData("a", DType.F4, [3], one)); // a byte and a half
        Assert.Throws<ArgumentException>(() => new TensorData("a", DType.U8, [-1, -1], one));
        Assert.Throws<ArgumentException>(() => new TensorData("a", DType.U8, default, one));
        Assert.Throws<ArgumentException>(() => new TensorData("a", DType.U8, [.. Enumerable.Repeat(1L, 65)], one));
        Assert.Throws<ArgumentException>(() => TensorData.From("a", [2], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => Write(null, "a", "b", "a"));
        Assert.Contains("'\\u001B[2J'", Assert.Throws<ArgumentException>(() => Write(null, "\u001B[2J", "\u001B[2J")).Message);
        Assert.Throws<ArgumentException>(() => Write(new() { ["a\uDC00"] = "" }));
        Assert.Throws<ArgumentException>(() => Write(new() { ["a"] = "\uD800\uD800" }));
        Assert.Throws<ArgumentException>(() => Write(new() { ["a"] = new string('x', 100_000_000) }));
        Assert.Empty(scratch.Names);

        void Write(Dictionary<string, string>? metadata, params string[] names) =>
            SafetensorsWriter.Write(scratch["x"], names.Select(name => new TensorData(name, DType.U8, [], one)), metadata);
    }
}
