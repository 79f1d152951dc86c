using System.Buffers.Binary;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public class SafetensorsHeaderTests
{
    private static SafetensorsHeader Parse(byte[] bytes) => SafetensorsHeader.Parse(bytes, bytes.LongLength, "x.safetensors");

    private static SafetensorsHeader Parse(string header, int dataLength) => Parse(Scratch.Bytes(header, dataLength));

    private static void Fails(byte[] bytes, params string[] words) => Scratch.FailsWith(() => Parse(bytes), ["x.safetensors", .. words]);

    /// <summary>A header with one tensor; the arguments are JSON.</summary>
    private static string One(string dtype, string shape, string offsets) =>
        $$$"""{"t":{"dtype":{{{dtype}}},"shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";

    private static byte[] WithLength(ulong length, int fileLength)
    {
        byte[] bytes = new byte[fileLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    [Fact]
    public void Reads_every_field()
    {
        byte[] bytes = Scratch.Bytes("""
            {"__metadata__":{"format":"pt","a":"ü"},"b":{"dtype":"I16","shape":[2,1],"data_offsets":[4,8]},
            "a":{"shape":[],"data_offsets":[0,4],"dtype":"F32"}}
            """, 8);
        SafetensorsHeader header = Parse(bytes);
        Assert.Equal([new TensorEntry("a", DType.F32, [], 0, 4), new TensorEntry("b", DType.I16, [2, 1], 4, 8)], header.Tensors.ToArray());
        Assert.Equal([1, 2], header.Tensors.Select(t => t.Count));
        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["a"] = "ü" }, header.Metadata);
        Assert.Equal(bytes.Length - 8, header.DataStart);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{}  \n\t\r ", 0)]
    [InlineData("""{"__metadata__":{}}""", 0)]
    [InlineData("""{"":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""", 1)]
    [InlineData("""{"t":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"t":{"dtype":"F64","shape":[3,0,9],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"t":{"dtype":"U8","shape":[0,9223372036854775807],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{ "t" : { "dtype" : "BOOL" , "shape" : [ 3 ] , "data_offsets" : [ 0 , 3 ] } }""", 3)]
    [InlineData("""{"\u0074":{"d\u0074ype":"U\u0038","shape":[1],"data_offsets":[0,1]}}""", 1)]
    public void Accepts_what_is_legal(string header, int dataLength) => Parse(header, dataLength);

    [Fact]
    public void Empty_tensors_may_lie_anywhere_and_keep_their_order()
    {
        SafetensorsHeader header = Parse("""
            {"z":{"dtype":"U8","shape":[0],"data_offsets":[2,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},
            "a":{"dtype":"U8","shape":[0],"data_offsets":[2,2]},"c":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}
            """, 4);
        Assert.Equal(["c", "z", "a", "b"], header.Tensors.Select(t => t.Name));
    }

    [Theory]
    [InlineData("F64", 8), InlineData("F32", 4), InlineData("F16", 2), InlineData("BF16", 2), InlineData("I64", 8)]
    [InlineData("I32", 4), InlineData("I16", 2), InlineData("I8", 1), InlineData("U8", 1), InlineData("BOOL", 1)]
    [InlineData("U64", 8), InlineData("U32", 4), InlineData("U16", 2), InlineData("C64", 8), InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1), InlineData("F8_E8M0", 1), InlineData("F8_E4M3FNUZ", 1), InlineData("F8_E5M2FNUZ", 1)]
    public void Knows_each_type(string name, int size)
    {
        TensorEntry entry = Parse(One($"\"{name}\"", "[3]", $"[0,{3 * size}]"), 3 * size).Tensors.Single();
        Assert.Equal((name, size, 3), (entry.DType.Name(), entry.DType.Size(), entry.Count));
    }

    [Theory]
    [InlineData("F4", 2, 1), InlineData("F4", 6, 3), InlineData("F6_E2M3", 4, 3), InlineData("F6_E3M2", 8, 6), InlineData("F4", 0, 0)]
    [InlineData("F4", 14, 7), InlineData("F6_E2M3", 12, 9)]
    public void Elements_of_less_than_a_byte_fill_whole_ones(string name, int count, int bytes) =>
        Assert.Equal(count, Parse(One($"\"{name}\"", $"[{count}]", $"[0,{bytes}]"), bytes).Tensors.Single().Count);

    [Theory]
    [InlineData("F4", 3, 1), InlineData("F4", 3, 2), InlineData("F6_E2M3", 1, 1), InlineData("F6_E3M2", 6, 4), InlineData("F6_E3M2", 6, 5)]
    public void Half_a_byte_is_refused(string name, int count, int bytes) => Fails(
        Scratch.Bytes(One($"\"{name}\"", $"[{count}]", $"[0,{bytes}]"), bytes), "Tensor 't'", name, "should take whole bytes");

    [Theory]
    [InlineData(0), InlineData(1), InlineData(7)]
    public void File_has_a_length(int fileLength) => Fails(new byte[fileLength], "8 bytes", $"has only {fileLength}");

    [Fact]
    public void Header_is_not_empty() => Fails(new byte[8], "begin with '{'", "nothing");

    [Theory]
    [InlineData(100_000_001ul), InlineData(ulong.MaxValue), InlineData((ulong)long.MaxValue), InlineData(ulong.MaxValue - 7)]
    public void Header_is_not_too_long(ulong length) => Fails(WithLength(length, 100), "at most 100000000", $"but {length} was found");

    [Theory]
    [InlineData(93, 100), InlineData(100_000_000, 100), InlineData(1, 8)]
    public void Header_lies_in_the_file(ulong length, int fileLength) =>
        Fails(WithLength(length, fileLength), $"{length} bytes", $"but {fileLength - 8} follow");

    [Theory]
    [InlineData(20), InlineData(57)]
    public void Caller_must_bring_the_header(int brought) =>
        Assert.Throws<ArgumentException>(() => SafetensorsHeader.Parse(WithLength(50, brought), 100, "x"));

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        Fails([.. "<!DOCTYPE html>\n<html></html>"u8], "A safetensors file was expected, but this is", "web page");
        Fails([.. "PK\u0003\u0004"u8, .. new byte[60]], "A safetensors file was expected, but this is");
        // Its first bytes would do for a length.
        Scratch.FailsWith(() => SafetensorsHeader.Parse([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0x12, 0x34], 1_000_000, "x.safetensors"), "but this is", "gzip");
    }

    [Fact]
    public void Header_is_UTF8()
    {
        byte[] bytes = Scratch.Named("abc");
        bytes[8 + 3] = 0xFF;
        Fails(bytes, "UTF-8", "byte 11");
    }

    [Theory]
    [InlineData(" {}", "0x20"), InlineData("[]", "0x5B"), InlineData("\uFEFF{}", "0xEF"), InlineData("null", "0x6E")]
    public void Header_begins_with_a_brace(string header, string found) =>
        Fails(Scratch.Bytes(header, 0), "begin with '{'", found, "byte 8");

    [Theory]
    [InlineData("{"), InlineData("{}}"), InlineData("{}{}"), InlineData("{} x"), InlineData("{}\0"), InlineData("{,}")]
    [InlineData("""{"t"}"""), InlineData("""{"t":}"""), InlineData("""{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},}""")]
    [InlineData("""{"__metadata__":{}/**/}"""), InlineData("{'t':1}"), InlineData("""{"t":{"shape":[01]}}""")]
    [InlineData("""{"__metadata__":{"a":"b""")]
    public void Header_is_one_JSON_object(string header) => Fails(Scratch.Bytes(header, 0), "JSON", "near byte");

    [Fact]
    public void What_the_JSON_reader_says_stands_in_quotes_with_its_place() =>
        Fails(Scratch.Bytes("""{"__metadata__":{} x}""", 0), "near byte 27", ": ''x' is invalid");

    [Theory]
    [InlineData('['), InlineData('{')]
    public void Deep_nesting_ends_at_once(char bracket)
    {
        string opening = bracket == '[' ? "[" : "{\"a\":";
        string deep = string.Concat(Enumerable.Repeat(opening, 100_000));
        Fails(Scratch.Bytes($$"""{"__metadata__":{{deep}}""", 0), "byte");
        Fails(Scratch.Bytes($$"""{"t":{"shape":{{deep}}""", 0), "tensor 't'", "byte");
    }

    [Theory]
    [InlineData("[]", "an array"), InlineData("null", "null"), InlineData("\"pt\"", "the text 'pt'")]
    public void Metadata_is_an_object(string value, string found) =>
        Fails(Scratch.Bytes($$"""{"__metadata__":{{value}}}""", 0), "__metadata__", "an object", found, "byte 24");

    [Theory]
    [InlineData("1"), InlineData("null"), InlineData("true"), InlineData("{}"), InlineData("[]")]
    public void Metadata_holds_texts(string value) =>
        Fails(Scratch.Bytes($$$"""{"__metadata__":{"a":"b","format":{{{value}}}}}""", 0), "'format' in __metadata__", "a text");

    [Theory]
    [InlineData("""{"__metadata__":{"a":"b","a":"b"}}"""), InlineData("""{"__metadata__":{"a":"b","\u0061":"c"}}""")]
    public void Metadata_names_come_once(string header) => Fails(Scratch.Bytes(header, 0), "__metadata__", "'a' comes again");

    [Fact]
    public void Metadata_comes_once() => Fails(Scratch.Bytes("""{"__metadata__":{},"__metadata__":{}}""", 0), "'__metadata__' comes again");

    [Fact]
    public void Tensor_names_come_once() => Fails(Scratch.Named("a", "b", "a"), "'a' comes again");

    [Theory]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""")]
    [InlineData("""{"__metadata__":{"\udc00x":""}}"""), InlineData("""{"__metadata__":{"x":"\ud800\ud800"}}""")]
    [InlineData("""{"t":{"dtype":"\udfff"}}"""), InlineData("""{"t":{"\udbff":1}}""")]
    public void Texts_are_Unicode(string header) => Fails(Scratch.Bytes(header, 1), "surrogate", "byte");

    [Theory]
    [InlineData("1", "the number '1'"), InlineData("[1,2]", "an array"), InlineData("null", "null"), InlineData("false", "false")]
    public void Tensor_is_an_object(string value, string found) =>
        Fails(Scratch.Bytes($$"""{"t":{{value}}}""", 0), "tensor 't'", "an object", found, "byte 13");

    [Theory]
    [InlineData("""{"shape":[1],"data_offsets":[0,1]}""", "no dtype")]
    [InlineData("""{"dtype":"U8","data_offsets":[0,1]}""", "no shape")]
    [InlineData("""{"dtype":"U8","shape":[1]}""", "no data_offsets")]
    [InlineData("""{}""", "no dtype")]
    [InlineData("""{"dtype":"U8","shape":[1],"data_offsets":[0,1],"stride":[1]}""", "also 'stride'")]
    [InlineData("""{"dtype":"U8","shape":[1],"data_offsets":[0,1],"DTYPE":"U8"}""", "also 'DTYPE'")]
    [InlineData("""{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}""", "a second dtype")]
    [InlineData("""{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}""", "a second shape")]
    [InlineData("""{"dtype":"U8","shape":[1],"data_offsets":[0,1],"data_\u006fffsets":[0,1]}""", "a second data_offsets")]
    public void Tensor_has_three_fields(string tensor, string found) =>
        Fails(Scratch.Bytes($$"""{"t":{{tensor}}}""", 1), "Tensor 't'", "dtype, shape and data_offsets", found);

    [Theory]
    [InlineData("F8_E4M4"), InlineData("f32"), InlineData("Bool"), InlineData(""), InlineData("1")]
    public void Type_is_known(string dtype) => Fails(
        Scratch.Bytes(One($"\"{dtype}\"", "[1]", "[0,1]"), 1),
        "tensor 't'", "F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL", $"'{dtype}'");

    [Theory]
    [InlineData("7"), InlineData("null"), InlineData("[\"U8\"]")]
    public void Type_is_a_text(string dtype) =>
        Fails(Scratch.Bytes(One(dtype, "[1]", "[0,1]"), 1), "dtype of tensor 't'", "a text");

    [Theory]
    [InlineData("[-1]", "'-1'"), InlineData("[-0]", "'-0'"), InlineData("[1.0]", "'1.0'"), InlineData("[1e0]", "'1e0'")]
    [InlineData("[[1]]", "an array"), InlineData("[\"1\"]", "the text '1'"), InlineData("[null]", "null"), InlineData("[true]", "true")]
    [InlineData("[{}]", "an object"), InlineData("[9223372036854775808]", "'9223372036854775808'")]
    [InlineData("1", "'1'"), InlineData("{}", "an object"), InlineData("null", "null")]
    public void Shape_is_an_array_of_non_negative_integers(string shape, string found) => Fails(
        Scratch.Bytes(One("\"U8\"", shape, "[0,1]"), 1),
        "shape of tensor 't'", "array of non-negative integers", found, "byte");

    [Fact]
    public void Shape_has_few_extents()
    {
        Assert.Equal(64, Parse(Ones(64), 1).Tensors[0].Shape.Length);
        Fails(Scratch.Bytes(Ones(65), 1), "tensor 't'", "at most 64");

        static string Ones(int rank) => One("\"U8\"", $"[{string.Join(',', Enumerable.Repeat(1, rank))}]", "[0,1]");
    }

    [Theory]
    [InlineData("U8", "[9223372036854775807,2]"), InlineData("F64", "[2305843009213693952]"), InlineData("U8", "[4294967296,4294967296,0]")]
    public void Product_of_shape_fits(string dtype, string shape) =>
        Fails(Scratch.Bytes(One($"\"{dtype}\"", shape, "[0,0]"), 0), "Tensor 't'", "more bytes than 63 bits");

    [Theory]
    [InlineData("[]", "more or fewer"), InlineData("[0]", "more or fewer"), InlineData("[0,1,1]", "more or fewer")]
    [InlineData("[1,0]", "end before"), InlineData("[-1,0]", "'-1'"), InlineData("[0,1.0]", "'1.0'"), InlineData("[0,1e0]", "'1e0'")]
    [InlineData("[0,\"1\"]", "'1'"), InlineData("{}", "an object"), InlineData("[0,18446744073709551616]", "'18446744073709551616'")]
    public void Offsets_are_two_ordered_integers(string offsets, string found) =>
        Fails(Scratch.Bytes(One("\"U8\"", "[1]", offsets), 1), "data_offsets of tensor 't'", found, "byte");

    [Theory]
    [InlineData("F32", "[2]", 4, 8), InlineData("U8", "[2]", 1, 2), InlineData("I64", "[]", 0, 8), InlineData("F16", "[0]", 2, 0)]
    public void Offsets_fit_type_and_shape(string dtype, string shape, int found, int expected) => Fails(
        Scratch.Bytes(One($"\"{dtype}\"", shape, $"[0,{found}]"), found),
        "Tensor 't'", shape, $"should take {expected} bytes", $"give it {found}");

    [Theory]
    [InlineData(1, 2, 2, 3, "'a'", "begin at byte 0", "hole")]
    [InlineData(0, 1, 2, 3, "'b'", "begin at byte 1", "hole")]
    [InlineData(0, 2, 1, 3, "'b'", "begin at byte 2", "overlaps")]
    [InlineData(0, 2, 0, 2, "'b'", "begin at byte 2", "overlaps")]
    [InlineData(0, 9, 3, 4, "'b'", "begin at byte 9", "overlaps")]
    public void Data_has_neither_hole_nor_overlap(int begin, int end, int nextBegin, int nextEnd, params string[] words) =>
        Fails(Scratch.Bytes($$$"""
            {"b":{"dtype":"U8","shape":[{{{nextEnd - nextBegin}}}],"data_offsets":[{{{nextBegin}}},{{{nextEnd}}}]},
            "a":{"dtype":"U8","shape":[{{{end - begin}}}],"data_offsets":[{{{begin}}},{{{end}}}]}}
            """, 9), words);

    [Theory]
    [InlineData(0), InlineData(2), InlineData(4), InlineData(1000)]
    public void Data_ends_with_the_last_tensor(int dataLength) => Fails(
        Scratch.Bytes(One("\"U8\"", "[3]", "[0,3]"), dataLength), "tensor 't' at byte 3", $"{dataLength} bytes were found");

    [Fact]
    public void Without_tensors_there_is_no_data() =>
        Fails(Scratch.Bytes("{}", 1), "end with the start of the data at byte 0", "1 bytes were found");

    [Fact]
    public void Names_in_messages_are_short_and_harmless()
    {
        string evil = "\u001b[2J\r\n\u202e" + new string('x', 100_000);
        Fails(Scratch.Bytes($$"""{{{evil.Json()}}:1}""", 0), "\\u001B[2J\\u000D\\u000A\\u202E", "x…'");
        string message = Assert.Throws<SafetensorsException>(() => Parse($$"""{{{evil.Json()}}:1}""", 0)).Message;
        Assert.True(message.Length < 400, message);
    }

    [Fact]
    public void Entries_are_equal_if_all_they_say_is()
    {
        var entry = new TensorEntry("a", DType.F32, [2], 0, 8);
        Assert.Equal(entry, new("a", DType.F32, [2], 0, 8));
        Assert.Equal(entry.GetHashCode(), new TensorEntry("a", DType.F32, [2], 0, 8).GetHashCode());
        Assert.All([entry with { Name = "b" }, entry with { DType = DType.I32 }, entry with { Shape = [1, 2] }, entry with { Begin = 1 },
            entry with { End = 9 }, null], other => Assert.False(entry.Equals(other)));
    }

    [Fact]
    public void Ten_thousand_tensors_are_read_at_once() =>
        Assert.Equal(10_000, Parse(Scratch.Named([.. Enumerable.Range(0, 10_000).Select(i => $"t{i}")])).Tensors.Length);
}
