using System.Text;
using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed class PrintableTests
{
    public static TheoryData<int> Hidden =>
    [
        0x0, 0x7, 0x8, 0xB, 0xC, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x90, 0x9B, 0x9D, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E,
        0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2064, 0x2065, 0x2066,
        0x2067, 0x2068, 0x2069, 0x206A, 0x206F, 0x3164, 0xFDD0, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF,
        0x1BCA0, 0x1D173, 0x1FFFE, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0x10FFFF,
    ];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void What_is_hidden_becomes_a_sign_or_an_escape(int value)
    {
        string mark = char.ConvertFromUtf32(value), text = $"ab{mark}cd";
        Assert.Equal("ab" + new string('\uFFFD', mark.Length) + "cd", Printable.Shown(text));
        Assert.Equal($"ab{string.Concat(mark.Select(unit => $"\\u{(int)unit:X4}"))}cd", Printable.InMessage(text));
        Assert.Equal($"'{Printable.InMessage(text)}'", text.Quote());
        Assert.DoesNotContain(mark, new InputException(text).Message, StringComparison.Ordinal);
        // JSON says the same, and holds no such character.
        string json = Printable.InJson(JsonSerializer.Serialize(text, Relaxed));
        Assert.DoesNotContain(mark, json, StringComparison.Ordinal);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
    }

    [Fact]
    public void No_control_format_or_separator_passes_alone()
    {
        foreach (var rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value)))
        {
            bool dangerous = Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
            if (dangerous && rune.Value is not ('\n' or '\t')) Assert.DoesNotContain(rune.ToString(), Printable.Shown($"a{rune}b"), StringComparison.Ordinal);
            Assert.Equal(2 + rune.Utf16SequenceLength, Printable.Shown($"a{rune}b").Length);
        }
    }

    [Fact]
    public void Half_a_pair_is_hidden_and_lines_are_not()
    {
        foreach (var (text, shown, message) in new[] // no theory: attributes cannot hold half a pair
        {
            ("\uD800", "\uFFFD", "\\uD800"),
            ("\uDC00\uD800", "\uFFFD\uFFFD", "\\uDC00\\uD800"),
            ("a\uD83D", "a\uFFFD", "a\\uD83D"),
            ("a\r\nb\tc", "a \nb\tc", "a\\u000D\\u000Ab\\u0009c"),
        })
            Assert.Equal((shown, message), (Printable.Shown(text), Printable.InMessage(text)));
    }

    [Theory]
    [InlineData("a warm film")]
    [InlineData("ünïcödé e\u0301 ﷽ שלום עולם مرحبا")]
    [InlineData("映画はとても良かった\u3000。")]
    [InlineData("👩\u200D👩\u200D👧\u200D👦 👍🏽 ❤\uFE0F 1\uFE0F\u20E3 🇩🇪 🙂\u200D↔\uFE0F 👁\uFE0F\u200D🗨\uFE0F ☎\uFE0E")]
    [InlineData("می\u200Cخواهم")] // Persian: two parts of a word
    [InlineData("ക\u0D4D\u200D")] // Malayalam: a consonant without its vowel
    [InlineData("葛\U000E0100")] // a variant of an ideograph
    [InlineData("\u0661\u06DD")]
    public void What_is_seen_stays(string text) =>
        Assert.Equal((text, text, text), (Printable.Shown(text), Printable.InMessage(text), Printable.InJson(text)));

    [Theory]
    [InlineData("pay\u200Cpal")]
    [InlineData("👍\u200D")]
    [InlineData("😀\uFE0F\uFE0F")] // a message hidden behind a face
    [InlineData("😀\uFE0F\U000E0141")]
    [InlineData("a\uFE0F")]
    [InlineData("1\uFE0F")]
    [InlineData("می\u200C\u200C")]
    public void A_joiner_with_nothing_to_join_does_not(string text) => Assert.Contains('\uFFFD', Printable.Shown(text));

    [Fact]
    public void Names_stand_on_a_line_and_are_clipped()
    {
        Assert.Equal("a\uFFFDb c", Printable.Name("a\nb\tc"));
        Assert.Equal(new string('x', 99) + "…", Printable.Name(new string('x', 99) + "😀" + new string('y', 1000)));
        Assert.Equal(103, new string('x', 1000).Quote().Length);
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
