using System.Text.Json;
using PureSaliency.Saliency.Report;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>The same text gives the same digits, whatever happens beside it.</summary>
public class BitsSpec
{
    private const string Film = "a warm, funny and gripping film that stays with you";

    [Fact]
    public void Alone_among_others_on_one_thread_or_two_and_twice()
    {
        using var scratch = new Scratch();
        string[] texts = [.. Enumerable.Range(1, 15).Select(i => string.Join(' ', Enumerable.Repeat("not bad ,", i % 5 + 1))), Film];
        string input = scratch.File("texts.jsonl", string.Join('\n', texts.Select(text => JsonSerializer.Serialize(new { text }))));
        string[] alone = ["explain", Film, "--layer", "all", "--format", "json"];
        string[] among = ["explain", "--input", input, "--layer", "all", "--format", "jsonl", "--detail", "tokens"];
        string one = Cli.Run([.. alone, "--threads", "1"]).Fine().Output, expected = Json.Numbers(Json.Whole(one));
        string row = CorpusJson.Write(CorpusRow.Of(texts.Length, texts.Length, null, ExplanationJson.Read(one), CorpusDetail.Tokens));
        var corpora = new List<string>();
        Assert.Contains("tokenScores", expected);
        foreach (string[] threads in new string[][] { ["--threads", "1"], ["--threads", "2"] })
        {
            Assert.Equal(expected, Json.Numbers(Json.Whole(Cli.Run([.. alone, .. threads]).Fine().Output)));
            string corpus = Cli.Run([.. among, .. threads]).Fine().Output;
            Assert.Equal(row, corpus.TrimEnd().Split('\n')[^1]);
            corpora.Add(corpus);
        }
        Assert.Equal(corpora[0], corpora[1]);
    }
}
