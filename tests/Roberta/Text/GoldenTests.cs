using System.Text.Json;
using PureSaliency.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>The reference implementation's tokens of 250 texts.</summary>
public sealed class GoldenTests
{
    private sealed record Line(string Category, string Text, int[] Ids, string[] Tokens, int[]?[] Spans, int[]? Truncated_64);

    private static readonly JsonSerializerOptions Lower = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Theory]
    [InlineData("vocab.json and merges.txt")]
    [InlineData("tokenizer.json, merges as lines")]
    [InlineData("tokenizer.json, merges as pairs")]
    public void AllTextsAgree(string files)
    {
        Tokenizer tokenizer = Tokenizers.From(files);
        Line[] lines = Lines("tokenizer.jsonl");
        Assert.Equal(250, lines.Length);
        Assert.Contains(lines, line => line.Truncated_64 is not null);
        Assert.All(lines, line => Agree(line, tokenizer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TextsThatBeginWithABlankAgree(bool asJson)
    {
        Line[] lines = Lines("tokenizer-roberta-prefix.jsonl");
        Assert.Equal(60, lines.Length);
        Tokenizer tokenizer = Tokenizers.Beside(folder => folder.Write("tokenizer_config.json", """{"add_prefix_space": true}"""), asJson);
        // The compiled tokenizer puts no blank before an added token; the Python one, which made these, does.
        if (asJson) Assert.Equal([0, 0, 2], tokenizer.Encode("<s>").Ids);
        Assert.All(lines.Where(line => !asJson || line.Text != "<s>"), line => Agree(line, tokenizer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TextsWithAddedTokensAgree(bool asJson)
    {
        Line[] lines = Lines("tokenizer-roberta-added.jsonl");
        Assert.Equal(70, lines.Length);
        Tokenizer tokenizer = Tokenizers.Beside(folder =>
        {
            foreach (string file in Directory.EnumerateFiles(Repository.Path("tests", "golden", "roberta-added")))
                File.Copy(file, folder[Path.GetFileName(file)]);
        }, asJson);
        Assert.All(lines, line => Agree(line, tokenizer));
    }

    private static Line[] Lines(string name) =>
        [.. File.ReadLines(Repository.Path("tests", "golden", name)).Select(line => JsonSerializer.Deserialize<Line>(line, Lower)!)];

    private static void Agree(Line line, Tokenizer tokenizer)
    {
        Encoding encoding = tokenizer.Encode(line.Text);
        Assert.Equal(line.Text, encoding.Text);
        Assert.Equal(line.Ids, encoding.Ids);
        Assert.Equal(line.Tokens, encoding.Tokens.Select(token => token.Piece));
        Assert.Equal(line.Spans, encoding.Tokens.Select(token => token.HasRange ? new[] { token.ByteStart, token.ByteEnd } : null));
        Assert.False(encoding.Truncated);
        if (line.Truncated_64 is null) return;
        Encoding cut = tokenizer.Encode(line.Text, 64);
        Assert.Equal(line.Truncated_64, cut.Ids);
        Assert.Equal(encoding.Tokens.Take(63), cut.Tokens.Take(63));
        Assert.True(cut.Truncated);
    }
}
