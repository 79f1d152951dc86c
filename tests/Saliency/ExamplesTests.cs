using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency;

/// <summary>docs/examples.md: words that a reader would underline, beside what the default finds.</summary>
public sealed class ExamplesTests
{
    private static readonly string[] Sections = File.ReadAllText(Repository.Path("docs", "examples.md")).Split("\n## ");

    private sealed record Example(string Sentence, string[] Underlined, string Answer, string Top, string AllUnderlined);

    [Fact]
    public void The_three_top_words_are_those_a_reader_would_underline_in_nine_of_twelve()
    {
        var (right, all) = (0, 0);
        foreach (string section in Sections.Skip(1))
        {
            using var explainer = Explainer.Load(Repository.Path("weights", section[..section.IndexOf('\n')]));
            foreach (var example in Examples(section))
            {
                var explanation = explainer.Explain(example.Sentence);
                string[] top = [.. Shares.OfWords(explanation, explanation.Chosen()).Take(3).Select(line => line.Name)];
                Assert.Equal(example.Top, string.Join(" · ", top));
                Assert.Equal(example.Answer, explanation.Prediction.Label);
                all++;
                bool underlined = !top.Except(example.Underlined).Any();
                Assert.Equal(example.AllUnderlined, underlined ? "yes" : "no");
                if (underlined) right++;
            }
        }
        Assert.True(all == 12 && right >= 9, $"{right} of {all}.");
    }

    private static IEnumerable<Example> Examples(string section) => section.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => new Example(cells[1], cells[2].Split(", "), cells[3], cells[4], cells[5]));
}
