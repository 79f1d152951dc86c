using System.Text.Json;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Texts that nobody expects.</summary>
public class OddTextsSpec
{
    private static readonly string[] Texts =
    [
        "x", "😀😀🎉👩‍👩‍👧‍👦", "<mask>", "a </s> b <pad> c <s> <unk>", "</s>", "映画はとても良かった", "ünïcödé e\u0301 ﷽ שלום",
        "a\u0000b \u0007 \u001b[31mred\u001b[0m", "one\r\ntwo\ttabs   blanks  ", "<script>alert(\"x\")</script> & 'quotes'", "\u200b", ".",
        new string('a', 600), "a\u2028b", "-", "{\"text\":", "\ufeffmark",
    ];

    [Fact]
    public void Each_is_explained_as_it_stands()
    {
        using var scratch = new Scratch();
        string input = scratch.File("a.jsonl", string.Join('\n', Texts.Select(text => JsonSerializer.Serialize(new { text }))));
        var explanations = Json.Lines(Cli.Run("explain", "--input", input, "--format", "jsonl").Fine().Output);
        Assert.Equal(Texts, explanations.Select(Json.Text));
        Assert.All(explanations, SpansRebuildTheText);
        Assert.DoesNotContain('\u001b', Cli.Run("explain", "--input", input, "--format", "text").Fine().Output);
        Assert.DoesNotContain("<script>alert", Cli.Run("explain", "--input", input, "--format", "html").Fine().Output);
    }

    [Fact]
    public void A_text_may_look_like_an_option() =>
        Assert.Equal("--help", Json.Text(Json.Whole(Cli.Run("explain", "--format", "json", "--", "--help").Fine().Output)));

    [Fact]
    public void A_text_longer_than_the_model_is_explained_in_windows()
    {
        string text = string.Join(' ', Enumerable.Repeat("good movie ,", 700));
        var explanation = Json.Whole(Cli.Run("explain", text, "--format", "json").Fine().Output);
        Assert.Contains("overlapping windows", explanation.GetProperty("notes")[0].GetString());
        int tokens = explanation.GetProperty("tokens").GetArrayLength();
        Assert.InRange(tokens, 2100, 2200);
        Assert.Equal(tokens, explanation.GetProperty("layers")[0].GetProperty("tokenScores").GetArrayLength());
        Assert.Equal(2100, explanation.GetProperty("words").GetArrayLength());
        Assert.InRange(explanation.GetProperty("windows").GetArrayLength(), 5, 20);
        Assert.Equal(text, Json.Text(explanation));
    }

    [Fact]
    public void All_of_the_vocabulary_may_be_asked_for()
    {
        string output = Cli.Run("explain", "a film", "--tau", "16384", "--top", "2147483647", "--format", "json").Fine().Output;
        Assert.InRange(Json.Whole(output).GetProperty("layers")[0].GetProperty("vocabulary").GetArrayLength(), 16000, 16384);
    }

    private static void SpansRebuildTheText(JsonElement explanation)
    {
        string text = Json.Text(explanation);
        Assert.All(explanation.GetProperty("words").EnumerateArray().Zip(explanation.GetProperty("wordStarts").EnumerateArray()), word => Assert.Equal(
            word.First.GetString(), text.Substring(word.Second.GetInt32(), word.First.GetString()!.Length)));
    }
}
