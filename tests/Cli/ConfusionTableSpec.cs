using PureSaliency.Cli.Reports;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Cli;

/// <summary>A matrix that people read: columns stand in line, whatever the classes are called and however many they are.</summary>
public sealed class ConfusionTableSpec
{
    private const int Width = 78;

    [Fact]
    public void Few_classes_have_their_names()
    {
        var confusion = Made(["bad", "so-so", "good"], (0, 0, 12), (0, 2, 1), (1, 1, 3), (2, 1, 140));
        Assert.Equal(
        [
            "           bad  so-so   good",
            "  bad       12      ·      1",
            "  so-so      ·      3      ·",
            "  good       ·    140      ·",
        ], ConfusionTable.Lines(confusion, Width));
    }

    [Fact]
    public void Names_are_cut_by_the_columns_that_they_take()
    {
        string[] lines = [.. ConfusionTable.Lines(Made(["映画映画映画映画映画映画", "a\tname\nof lines", "x"], (0, 0, 5)), Width)];
        Assert.Equal("                     映画映画映…  a name of l…             x", lines[0]);
        Assert.Equal("  映画映画映画映…              5             ·             ·", lines[1]);
        Assert.Single(lines.Select(line => TextLayout.Columns(line)).Distinct());
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 123456)]
    [InlineData(8, 99)]
    [InlineData(20, 9)]
    [InlineData(20, 12345)]
    public void No_line_is_wider_than_the_screen_and_each_count_stands_below_its_class(int classes, int count)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(i => $"a class of a long name {i}")];
        string[] lines = [.. ConfusionTable.Lines(Made(names, [.. Enumerable.Range(0, classes).Select(i => (i, classes - 1 - i, count + i))]), Width)];
        Assert.All(lines, line => Assert.InRange(TextLayout.Columns(line), 0, Width));
        string[][] parts = [.. string.Join('\n', lines).Split("\n\n").Select(part => part.Split('\n'))];
        Assert.All(parts, part => Assert.Equal(classes + 1, part.Length));
        Assert.All(parts, part => Assert.Single(part.Select(line => line.Length).Distinct()));
        for (int truth = 0; truth < classes; truth++)
            Assert.Contains(parts, part => part[truth + 1].EndsWith($" {count + truth}", StringComparison.Ordinal)
                || part[truth + 1].Contains($" {count + truth} ", StringComparison.Ordinal));
        if (classes == 20) Assert.All(Enumerable.Range(0, classes), i => Assert.Contains(parts, part => $"{part[0]} ".Contains($" {i} ", StringComparison.Ordinal)));
    }

    private static Confusion Made(string[] names, params (int Truth, int Prediction, int Count)[] counts)
    {
        var confusion = new Confusion(names);
        foreach (var (truth, prediction, count) in counts)
            for (int i = 0; i < count; i++) confusion.Add(truth, prediction);
        return confusion;
    }
}
