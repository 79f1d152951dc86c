using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Reads which marks tokenizer.json puts around a text, in either of the two ways that files write it.</summary>
internal static class MarksAround
{
    private const string Expected = "RobertaProcessing, or TemplateProcessing with a mark before and one after the text";

    /// <summary>The two marks with the ids that the file gives them.</summary>
    public static (StatedToken Begin, StatedToken End) Read(JsonPlace root)
    {
        if (root.Field("post_processor") is not JsonPlace around) throw root.Lacks("post_processor", Expected);
        return around.Field("type") is { Kind: JsonValueKind.String } type ? type.Text() switch
        {
            "RobertaProcessing" or "BertProcessing" => (Pair(around, "cls"), Pair(around, "sep")),
            "TemplateProcessing" => Template(around),
            _ => throw type.Wrong(Expected),
        } : throw around.Wrong(Expected);
    }

    private static StatedToken Pair(JsonPlace around, string name)
    {
        JsonPlace pair = around.Need(name, JsonValueKind.Array, "a mark and its id");
        return pair.Entries().ToArray() is [{ Kind: JsonValueKind.String } text, { Kind: JsonValueKind.Number } id]
            ? new(new(text.Text(), id.Id()), pair.Name) : throw pair.Wrong("a mark and its id");
    }

    private static (StatedToken Begin, StatedToken End) Template(JsonPlace around)
    {
        JsonPlace single = around.Need("single", JsonValueKind.Array, "a list");
        JsonPlace[] parts = [.. single.Entries()];
        if (parts.Length != 3 || Part(parts[1], "Sequence") is not "A") throw single.Wrong(Expected);
        return (Mark(around, parts[0]), Mark(around, parts[2]));
    }

    private static StatedToken Mark(JsonPlace around, JsonPlace part)
    {
        string text = Part(part, "SpecialToken") ?? throw part.Wrong(Expected);
        JsonPlace table = around.Need("special_tokens", JsonValueKind.Object, "an object");
        JsonPlace entry = table.Need(text, JsonValueKind.Object, "an object");
        return entry.Need("ids", JsonValueKind.Array, "one id").Entries().ToArray() is [JsonPlace id]
            ? new(new(text, id.Id()), entry.Name) : throw entry.Wrong("a mark with one id");
    }

    private static string? Part(JsonPlace part, string kind)
    {
        if (part.Kind != JsonValueKind.Object || part.Field(kind) is not { Kind: JsonValueKind.Object } named) return null;
        if (named.Field("type_id") is JsonPlace type && type.Id() != 0) throw type.Wrong("0");
        return named.Field("id") is { Kind: JsonValueKind.String } id ? id.Text() : null;
    }
}
