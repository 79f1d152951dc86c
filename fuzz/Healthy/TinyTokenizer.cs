using System.Text;
using PureSaliency.Fuzz.Damage;

namespace PureSaliency.Fuzz.Healthy;

/// <summary>The files of a byte-level tokenizer with a few words.</summary>
internal static class TinyTokenizer
{
    // What a merge needs stands before it.
    private static readonly string[] Merges =
        ["h e", "Ġ he", "Ġ t", "Ġt he", "Ġ f", "Ġf i", "Ġfi l", "Ġfil m", "f i", "l m", "fi lm", "Ġ w", "a s", "Ġw as", "Ġ a", "Ã ©", "Ġ Ã©"];

    public static readonly string[] Marks = ["<s>", "<pad>", "</s>", "<unk>"];

    public static IReadOnlyList<string> Pieces { get; } =
        [.. Marks, .. Letters(), .. Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)), "<mask>"];

    public static byte[] Vocabulary { get; } = Node.Of([.. Pieces.Index().Select(piece => (piece.Item, Node.Scalar($"{piece.Index}")))]).ToBytes();

    public static byte[] MergeLines { get; } = Encoding.UTF8.GetBytes("#version: 0.2\n" + string.Join('\n', Merges) + "\n");

    public static byte[] AddedTokens { get; } = Node.Of(("<mask>", Node.Scalar($"{Pieces.Count - 1}"))).ToBytes();

    public static byte[] SpecialTokens { get; } = Encoding.UTF8.GetBytes("""
        {"bos_token":"<s>","eos_token":"</s>","unk_token":"<unk>","sep_token":"</s>","pad_token":"<pad>","cls_token":"<s>",
        "mask_token":{"content":"<mask>","single_word":false,"lstrip":true,"rstrip":false,"normalized":true}}
        """);

    public static byte[] Settings { get; } = Encoding.UTF8.GetBytes("""
        {"add_prefix_space":false,"bos_token":"<s>","cls_token":"<s>","eos_token":"</s>","errors":"replace","mask_token":"<mask>",
        "model_max_length":64,"pad_token":"<pad>","sep_token":"</s>","tokenizer_class":"RobertaTokenizer","trim_offsets":true,"unk_token":"<unk>"}
        """);

    public static byte[] Single { get; } = Node.Of(
        ("version", Node.Text("1.0")), ("truncation", Node.Scalar("null")), ("padding", Node.Scalar("null")),
        ("added_tokens", Node.List(Marks.Append("<mask>").Select(Added))),
        ("normalizer", Node.Scalar("null")),
        ("pre_tokenizer", Node.Parse("""{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""")),
        ("post_processor", Node.Parse("""{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false}""")),
        ("decoder", Node.Parse("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""")),
        ("model", Model())).ToBytes();

    private static Node Model()
    {
        var model = Node.Parse("""{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"","fuse_unk":false}""");
        model.Set("vocab", Node.Parse(Vocabulary));
        model.Set("merges", Node.List(Merges.Select(Node.Text)));
        return model;
    }

    private static Node Added(string mark) => Node.Parse(
        $$"""{"id":{{Pieces.ToList().IndexOf(mark)}},"content":"{{mark}}","single_word":false,"lstrip":{{(mark == "<mask>" ? "true" : "false")}},"rstrip":false,"normalized":false,"special":true}""");

    // The letters that stand for the 256 bytes: those that can be seen as they are, the others from 256 on.
    private static IEnumerable<string> Letters()
    {
        int hidden = 0;
        for (int i = 0; i < 256; i++)
            yield return ((char)(i is >= 33 and <= 126 or >= 161 and <= 172 or >= 174 ? i : 256 + hidden++)).ToString();
    }
}
