using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed class SafetensorsSetTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private void Shards(string index)
    {
        scratch.File("one.safetensors", Scratch.Named("a", "b"));
        scratch.File("two.safetensors", Scratch.Named("c"));
        scratch.File(Index, index);
    }

    private void Fails(params string[] words) => Scratch.FailsWith(() => SafetensorsSet.Open(scratch.Folder).Dispose(), words);

    [Fact]
    public void Opens_a_folder_with_one_file()
    {
        scratch.File(Index, "not even JSON"); // not looked at
        scratch.File("model.safetensors", Scratch.Named("a", "b"));
        using var set = SafetensorsSet.Open(scratch.Folder);
        Assert.Equal(["a", "b"], set.Names);
        Assert.Equal([scratch["model.safetensors"]], set.Files);
        Assert.True(set.TryGet("b", out SafetensorsFile? file, out TensorEntry? entry));
        Assert.Equal([1], file.Bytes(entry).ToArray());
        Assert.False(set.TryGet("c", out file, out entry));
        Assert.True(file is null && entry is null);
    }

    [Fact]
    public void Opens_one_file()
    {
        using var set = SafetensorsSet.Open(scratch.File("any.name", Scratch.Named("a")));
        Assert.Equal(["a"], set.Names);
    }

    [Fact]
    public void Opens_shards()
    {
        Shards("""
            {"metadata":{"total_size":3,"x":[{}]},
            "weight_map":{"c":"two.safetensors","a":"one.safetensors","b":"one.safetensors"}}
            """);
        using var set = SafetensorsSet.Open(scratch.Folder);
        Assert.Equal(["a", "b", "c"], set.Names.Order());
        Assert.Equal([scratch["two.safetensors"], scratch["one.safetensors"]], set.Files);
        Assert.True(set.TryGet("b", out SafetensorsFile? file, out TensorEntry? entry));
        Assert.Equal((scratch["one.safetensors"], 1), (file.Path, file.Bytes(entry)[0]));
    }

    [Fact]
    public void Disposing_closes_every_file()
    {
        var set = SafetensorsSet.Open(scratch.File("x", Scratch.Named("a")));
        set.TryGet("a", out SafetensorsFile? file, out TensorEntry? entry);
        set.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file!.Bytes(entry!).Length);
    }

    [Fact]
    public void Folder_holds_a_checkpoint() => Fails(scratch.Folder, "model.safetensors or model.safetensors.index.json", "neither");

    [Fact]
    public void Path_exists() => Scratch.FailsWith(() => SafetensorsSet.Open(scratch["gone"]), scratch["gone"], "there is none");

    [Theory]
    [InlineData("[]"), InlineData("{"), InlineData("{}x"), InlineData("""{"metadata":[[}"""), InlineData("\uFEFF{}")]
    public void Index_is_JSON(string index)
    {
        Shards(index);
        Fails(Index, "JSON", "byte");
    }

    [Fact]
    public void Index_is_UTF8()
    {
        scratch.File(Index, [(byte)'{', 0xC0, (byte)'}']);
        Fails(Index, "UTF-8", "byte 1");
    }

    [Fact]
    public void Index_is_not_nested_too_deeply()
    {
        scratch.File(Index, """{"metadata":""" + new string('[', 1_000_000));
        Fails(Index, "JSON", "depth");
    }

    [Theory]
    [InlineData("{}", "has none"), InlineData("""{"weight_map":[]}""", "an array"), InlineData("""{"weight_map":null}""", "null")]
    [InlineData("""{"weight_map":{},"weight_map":{}}""", "a second"), InlineData("""{"Weight_map":{}}""", "has none")]
    public void Index_has_one_weight_map(string index, string found)
    {
        Shards(index);
        Fails(Index, "weight_map", found);
    }

    [Theory]
    [InlineData("1"), InlineData("null"), InlineData("[\"one.safetensors\"]")]
    public void Map_holds_texts(string value)
    {
        Shards($$$"""{"weight_map":{"a":{{{value}}}}}""");
        Fails(Index, "tensor 'a'", "a text");
    }

    [Fact]
    public void Map_has_each_tensor_once()
    {
        Shards("""{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""");
        Fails(Index, "'a' comes again");
    }

    [Theory]
    [InlineData("../one.safetensors"), InlineData("/etc/passwd"), InlineData("sub/one"), InlineData("sub\\one")]
    [InlineData(".."), InlineData("."), InlineData(""), InlineData("C:one"), InlineData("one\0"), InlineData("one\n")]
    public void Shards_stay_in_the_folder(string shard)
    {
        Shards($$$"""{"weight_map":{"a":{{{shard.Json()}}}}}""");
        Fails(Index, "tensor 'a'", "plain file name, but is '");
    }

    [Fact]
    public void Shards_exist()
    {
        Shards("""{"weight_map":{"a":"one.safetensors","z":"three.safetensors"}}""");
        Fails("three.safetensors", "there is none");
    }

    [Fact]
    public void Shards_are_whole()
    {
        Shards("""{"weight_map":{"a":"one.safetensors"}}""");
        scratch.File("one.safetensors", Scratch.Named("a")[..^1]);
        Fails("one.safetensors", "is the file complete?");
    }

    [Fact]
    public void Index_and_shards_agree_or_every_difference_is_named()
    {
        Shards("""{"weight_map":{"a":"two.safetensors","gone":"one.safetensors","c":"two.safetensors"}}""");
        Fails(Index, "tensor 'gone' is not in one.safetensors", "tensor 'b' in one.safetensors is not in the index",
            "tensor 'a' is in one.safetensors and not in two.safetensors");
    }

    [Fact]
    public void Tensors_come_once()
    {
        Shards("""{"weight_map":{"a":"one.safetensors","b":"one.safetensors","c":"two.safetensors"}}""");
        scratch.File("two.safetensors", Scratch.Named("c", "a"));
        Fails(Index, "tensor 'a' is in one.safetensors and again in two.safetensors");
    }

    [Fact]
    public void Many_differences_are_counted()
    {
        string map = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"t{i}\":\"one.safetensors\""));
        Shards("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\"," + map + "}}");
        Fails("'t19'", "and 80 more");
    }

    [Fact]
    public void A_few_differences_are_all_there_are()
    {
        string map = string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"t{i}\":\"one.safetensors\""));
        Shards("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\"," + map + "}}");
        Fails("; tensor 't19' is not in one.safetensors.");
    }
}
