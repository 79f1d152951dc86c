using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Roberta.Text;
using static System.Text.Encoding;

namespace PureSaliency.Fuzz.Families;

/// <summary>The files of a tokenizer: vocab.json and merges.txt with those beside them, or tokenizer.json.</summary>
internal sealed class Tokenizers : Family
{
    private const int Marks = 2;
    private static readonly byte[] Other = """{"x":0,"y":[1],"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}"""u8.ToArray();

    private static readonly string[] Texts =
    [
        "the film was a", " the\u00a0film\n\nwas é  ", "<s>a<mask> b</s>", "can't 12 日本 😀!", "x", "  ", "aaaa\u0000\u202Eaaa he", "half \ud83d pair",
    ];

    private static readonly string[] Known =
    [
        .. new[] { "ByteLevel", "BPE", "WordPiece", "Metaspace", "Sequence", "NFC", "Lowercase", "RobertaProcessing", "TemplateProcessing", "<s>", "<mask>", "Ġ", "Ġthe", "h e", "Ġ t h", "RobertaTokenizer", "the" }
            .Select(Node.Quoted),
        "[\"h\",\"e\"]", "[\"h\"]", "[\"h\",\"e\",\"x\"]", "[1,2]", "{\"type\":\"NFC\"}", "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"}]}",
        "{\"id\":5,\"content\":\"he\"}", "{\"id\":278,\"content\":\"film\",\"special\":false}", "{\"id\":278,\"content\":\"\"}", "{\"content\":\"x\"}",
    ];

    private static readonly (string, string)[] SingleFields =
    [
        ("normalizer", "{\"type\":\"NFC\"}"), ("normalizer", "{\"type\":\"Lowercase\"}"), ("normalizer", "{}"), ("pre_tokenizer", "null"),
        ("pre_tokenizer", "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}"), ("pre_tokenizer", "{\"type\":\"ByteLevel\",\"use_regex\":false}"),
        ("truncation", "{\"max_length\":4}"), ("padding", "{\"length\":9}"), ("added_tokens", "[]"), ("added_tokens", "null"), ("added_tokens", "[{\"id\":0,\"content\":\"<s>\"}]"),
        ("added_tokens", "[{\"id\":270,\"content\":\"film\",\"special\":false,\"rstrip\":true}]"), ("model", "{}"), ("post_processor", "null"), ("post_processor", "{\"type\":\"BertProcessing\"}"),
        ("decoder", "null"), ("version", "\"2.0\""), ("version", "null"),
    ];

    private static readonly (string, string)[] SideFields =
    [
        ("add_prefix_space", "true"), ("add_prefix_space", "\"true\""), ("add_prefix_space", "1"), ("<ent>", "278"), ("<ent>", "277"), ("<ent>", "-1"), ("", "278"), ("the", "278"),
        ("<s>", "5"), ("mask_token", "null"), ("mask_token", "\"[MASK]\""), ("mask_token", "{\"content\":\"<mask>\"}"), ("bos_token", "\"</s>\""), ("eos_token", "7"), ("pad_token", "{}"),
        ("do_lower_case", "true"), ("tokenizer_class", "\"BertTokenizer\""), ("added_tokens_decoder", "{\"278\":{\"content\":\"<ent>\",\"special\":false}}"),
        ("added_tokens_decoder", "{\"0\":{\"content\":\"<x>\"}}"), ("added_tokens_decoder", "[]"), ("additional_special_tokens", "[\"<e1>\",7]"), ("additional_special_tokens", "\"<e1>\""),
        ("model_max_length", "4"), ("model_max_length", "1e30"), ("clean_up_tokenization_spaces", "true"),
    ];

    public override string Name => "tokenizer";

    public override Attempt Make(Dice dice)
    {
        List<FileContent> files = dice.OneIn(2)
            ? [new("vocab.json", TinyTokenizer.Vocabulary), new("merges.txt", TinyTokenizer.MergeLines)]
            : [new("tokenizer.json", TinyTokenizer.Single)];
        if (dice.OneIn(2))
            files.Add(new("added_tokens.json", TinyTokenizer.AddedTokens));
        if (dice.OneIn(2))
            files.Add(new("special_tokens_map.json", TinyTokenizer.SpecialTokens));
        if (dice.OneIn(2))
            files.Add(new("tokenizer_config.json", TinyTokenizer.Settings));
        string done = "";
        for (int i = dice.OneIn(6) ? 2 : 1; i > 0; i--)
        {
            int at = dice.Below(files.Count);
            var (bytes, what) = Damaged(files[at], dice);
            files[at] = files[at] with { Bytes = bytes };
            done += $"{files[at].Name}: {what}; ";
        }
        return new("Tokenizer", done, files, Read);
    }

    private static (byte[] Bytes, string Done) Damaged(FileContent file, Dice dice) => file.Name switch
    {
        "merges.txt" => dice.OneIn(2) ? Mixed.Plain(file.Bytes, dice, TinyTokenizer.Vocabulary) : Lines(file.Bytes, dice),
        _ when IsBroken(file.Bytes) => Mixed.Plain(file.Bytes, dice, Other),
        "tokenizer.json" => Mixed.Json(file.Bytes, dice, Other, Known, SingleFields),
        "vocab.json" => Mixed.Json(file.Bytes, dice, Other, Known, []),
        _ => Mixed.Json(file.Bytes, dice, Other, Known, SideFields),
    };

    // Damaged for the second time, it may be JSON no more.
    private static bool IsBroken(byte[] bytes)
    {
        try
        {
            Node.Parse(bytes);
            return false;
        }
        catch (System.Text.Json.JsonException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static (byte[], string) Lines(byte[] merges, Dice dice)
    {
        List<string> lines = [.. UTF8.GetString(merges).Split('\n')];
        int at = dice.Below(lines.Count), to = dice.Below(lines.Count);
        string line = lines[at];
        string done;
        switch (dice.Below(5))
        {
            case 0: lines.RemoveAt(at); done = "missing"; break;
            case 1: lines.Insert(to, line); done = "twice"; break;
            case 2: (lines[at], lines[to]) = (lines[to], lines[at]); done = $"and {to} changed"; break;
            case 3: lines[at] = line + dice.Of([" ", " x", "\u00a0", "\t", "\r", "#", " \u2028"]); done = "longer"; break;
            default: lines[at] = string.Join(' ', line.Split(' ').Reverse()); done = "turned"; break;
        }
        return (UTF8.GetBytes(string.Join('\n', lines)), $"line {at + 1} {done}");
    }

    private static int Read(string folder)
    {
        var tokenizer = Tokenizer.Load(folder);
        var read = new HashCode();
        read.Add(tokenizer.VocabularySize);
        foreach (string text in Texts)
            foreach (var token in Checked(tokenizer, text).Tokens)
                read.Add(token);
        for (int id = 0; id < tokenizer.VocabularySize; id++)
            BrokenRuleException.Unless(tokenizer.Decode(id) is not null && tokenizer.Piece(id) is not null, "every id is a piece", $"{id}");
        return read.ToHashCode();
    }

    private static PureSaliency.Roberta.Text.Encoding Checked(Tokenizer tokenizer, string text)
    {
        var encoding = tokenizer.Encode(text);
        int last = 0, bytes = UTF8.GetByteCount(encoding.Text);
        BrokenRuleException.Unless(encoding.Ids.Length >= Marks && encoding.Ids[0] == tokenizer.BeginId && encoding.Ids[^1] == tokenizer.EndId, "between <s> and </s>", text);
        foreach (var token in encoding.Tokens)
        {
            BrokenRuleException.Unless((uint)token.Id < (uint)tokenizer.VocabularySize, "ids of the vocabulary", $"{token}");
            if (!token.HasRange)
                continue;
            BrokenRuleException.Unless(
                token.ByteStart >= last && token.ByteEnd >= token.ByteStart && token.ByteEnd <= bytes
                    && token.CharStart >= 0 && token.CharEnd >= token.CharStart && token.CharEnd <= encoding.Text.Length,
                "places within the text, one behind the other", $"{token} in '{text}'");
            last = token.ByteStart;
        }
        foreach (var word in encoding.Words)
            BrokenRuleException.Unless(encoding.Text[word.CharStart..word.CharEnd] == word.Text, "words are what stands there", $"{word}");
        int[] cut = tokenizer.Encode(text, 4).Ids;
        BrokenRuleException.Unless(cut.Length <= 4 && cut.AsSpan(0, cut.Length - 1).SequenceEqual(encoding.Ids.AsSpan(0, cut.Length - 1)), "cut where it is cut", text);
        return encoding;
    }
}
