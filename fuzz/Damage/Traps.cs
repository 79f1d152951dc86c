using System.Text;

namespace PureSaliency.Fuzz.Damage;

/// <summary>What readers are known to stumble over.</summary>
internal static class Traps
{
    /// <summary>Numbers at the edges of types, and what only looks like one.</summary>
    public static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "3", "7", "0.5", "1.0", "1e0", "-1e-1", "1e400", "-1e400", "1e-400", "255", "256", "65535", "65536",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "1e9", "1e18", "123456789012345678901234567890",
        "00", "01", "1.", ".5", "+1", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1e",
    ];

    /// <summary>Contents of JSON strings, escapes as written.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "\\u0000", "a\\u0000b", "\\ud800", "\\udc00x", "x\\ud83d", "\\u202eabc", "\\u2066x", "\u202Ex", "\\u001b[31mred", "\\u001b]0;t\\u0007",
        "\\u2028", "\u2028", "\\u0085", "\\u009b1m", "\\u200b", "\\ufeff", "é", "e\\u0301", "日本語", "😀", "👩‍👩‍👧", "ſ", "\u212A", "İ", "..", "../x", "/", "/etc/passwd",
        "C:\\\\x", "a\\nb", "a\\r\\nb", "a\\tb", "<s>", "</s>", "<mask>", "<pad>", "<unk>", "Ġ", "Ġhe", "null", "true", "0", "-1", "1.0", "LABEL_0", "{0}%s", "NaN",
        "\\\"", "'", "\\\\", "a,b", "=1+1", "<script>", "&lt;", "\\u00a0", "\\ufffd", "a b c",
    ];

    /// <summary>Whole values.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "false", "[]", "{}", "\"\"", "\"x\"", "[null]", "[[]]", "{\"\":null}", "[0]", "[1,2]", "[\"a\"]", "{\"a\":1}", "{\"0\":\"a\"}",
        "{\"0\":\"a\",\"0\":\"b\"}", "[{}]", "tru", "nul", "undefined", "'x'", "",
    ];

    /// <summary>Bytes to put anywhere.</summary>
    public static readonly byte[][] Bytes =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "{}", "[]", "\"\"", "null", "true", " ", "\n", "\r\n", "\r", "\t", "\0", "/**/", "//",
            "\uFEFF", "\u2028", "\u202E", "\u001B[2J", "\u0085", "ü", "😀", "é", "e\u0301", ";", "'", "#", "=", "sep=;\n", "\"\"\"", ",,,", "\t\t", "0", "-", "-1", "1.0", "1e9", "00",
            "2147483648", "9223372036854775808", "<s>", "</s>", "<mask>", "Ġ", "text", "label", "{\"text\":\"a\"}\n", "version https://git-lfs.github.com/spec/v1\n",
            "<!DOCTYPE html>", "PK\u0003\u0004", "GGUF",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE4], [0x80], [0x92], [0x0C], [0x1A], [0x7F], [0xC2, 0x9B],
    ];
}
