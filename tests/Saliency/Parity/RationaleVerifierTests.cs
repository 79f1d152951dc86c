using PureSaliency.Saliency.Parity;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Parity;

public sealed class RationaleVerifierTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("""{"name": "off", "scores": [2, 1], "human": [1, 0], "k": 1, "f1": 0.9}""", "f1", "element 0 is 1, expected 0.9")]
    [InlineData("""{"name": "off", "scores": [2, 1], "human": [1, 0], "k": 1, "iou": null}""", "iou", "1, expected none")]
    [InlineData("""{"name": "off", "scores": [2, 1], "human": [0, 0], "k": 1, "auprc": 0.5}""", "auprc", "none, expected 0.5")]
    [InlineData("""{"name": "off", "scores": [2, 1], "human": [0, 0], "k": 1, "picked": [1]}""", "picked", "element 0 is 1, expected 0")]
    public void A_wrong_figure_fails_by_name(string example, string group, string note)
    {
        File.WriteAllText(file, $$"""{"tolerance": 1e-12, "examples": [{{example}}]}""");
        var failed = Assert.Single(RationaleVerifier.Verify(file));
        Assert.Equal((group, "off", Verdict.Failed, note), (failed.Group, failed.Name, failed.Verdict, failed.Note));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"tolerance": 1e-12, "examples": [{"name": "n", "scores": [1], "human": [1]}]}""")]
    [InlineData("""{"tolerance": 1e-12, "examples": [{"name": "n", "scores": ["a"], "human": [1], "k": 1}]}""")]
    public void What_is_no_such_list_is_refused(string json)
    {
        File.WriteAllText(file, json);
        Refused.With(() => RationaleVerifier.Verify(file), file, "is no list of rationales");
    }
}
