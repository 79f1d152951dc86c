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
        Line[] lines = [.. File.ReadLines(Repository.Path("tests", "golden", "tokenizer.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Line>(line, Lower)!)];
        Assert.Equal(250, lines.Length);
        Assert.Contains(lines, line => line.Truncated_64 is not null);
        Assert.All(lines, line => Agree(line, tokenizer));
    }

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
