using System.Text.Json;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>Compares tokenizations, one JSON object a line: text, ids, tokens, spans (UTF-8 bytes), truncated_64.</summary>
public static class TokenizationVerifier
{
    private const int Truncated = 64;

    /// <summary>Compares all lines of a file; the group is the line's category.</summary>
    /// <exception cref="InputException">The file cannot be read or a line is no such object.</exception>
    public static IReadOnlyList<Comparison> Verify(string path, Tokenizer tokenizer)
    {
        try
        {
            return [.. File.ReadLines(path).Select((line, i) => (line, i)).Where(pair => pair.line.Length > 0)
                .Select(pair => Compare(path, pair.i + 1, pair.line, tokenizer))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static Comparison Compare(string path, int number, string line, Tokenizer tokenizer)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            string group = root.TryGetProperty("category", out var category) ? category.GetString()! : "text";
            return Problem(root, tokenizer) is { } problem
                ? new(group, $"line {number}", Verdict.Failed, double.PositiveInfinity, Note: problem)
                : new(group, $"line {number}", Verdict.Passed);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(
                $"'{path}', line {number}: expected a JSON object with text and ids, and perhaps tokens, spans, truncated_64.", e);
        }
    }

    private static string? Problem(JsonElement root, Tokenizer tokenizer)
    {
        string text = root.GetProperty("text").GetString()!;
        var encoding = tokenizer.Encode(text);
        int[] ids = Integers(root.GetProperty("ids"));
        if (!ids.SequenceEqual(encoding.Ids)) return $"ids {string.Join(' ', encoding.Ids)}, expected {string.Join(' ', ids)}";
        if (root.TryGetProperty("tokens", out var tokens)
            && !tokens.EnumerateArray().Select(t => t.GetString()).SequenceEqual(encoding.Tokens.Select(t => t.Piece)))
            return $"tokens {string.Join(' ', encoding.Tokens.Select(t => t.Piece))}, expected {tokens}";
        if (root.TryGetProperty("spans", out var spans))
        {
            string[] expected = [.. spans.EnumerateArray().Select(s => s.ValueKind == JsonValueKind.Null ? "-" : $"{s[0]}-{s[1]}")];
            string[] found = [.. encoding.Tokens.Select(t => t.HasRange ? $"{t.ByteStart}-{t.ByteEnd}" : "-")];
            if (!expected.SequenceEqual(found)) return $"spans {string.Join(' ', found)}, expected {string.Join(' ', expected)}";
        }
        return root.TryGetProperty("truncated_64", out var truncated)
            && !Integers(truncated).SequenceEqual(tokenizer.Encode(text, Truncated).Ids)
            ? $"cut to {Truncated} tokens the ids differ" : null;
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];
}
