using System.Globalization;
using System.Text;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Cli.Reports;

/// <summary>
/// A confusion matrix on a screen: rows are the classes of the texts, columns those of the answers. Columns have the names of the classes
/// where these fit, else their indices, and stand below each other in parts where they do not fit side by side.
/// </summary>
internal static class ConfusionTable
{
    /// <summary>Most classes that are shown; more are nothing for the eye.</summary>
    public const int Most = 20;

    private const int NameColumns = 16, HeadColumns = 12, Least = 3;

    /// <summary>The lines of the table.</summary>
    public static IEnumerable<string> Lines(Confusion confusion, int width)
    {
        int[] classes = [.. Enumerable.Range(0, confusion.Labels.Count)];
        string[] names = [.. confusion.Labels.Select(TextLayout.OneLine)];
        int digits = Math.Max(Least, classes.Max(t => classes.Max(p => Number(confusion[t, p]).Length)));
        int name = Math.Min(NameColumns, names.Max(n => TextLayout.Columns(n)));
        int head = Math.Max(digits, names.Max(n => Math.Min(HeadColumns, TextLayout.Columns(n))));
        bool named = 2 + name + classes.Length * (head + 2) <= width;
        int cell = named ? head + 2 : digits + 1;
        int index = (classes.Length - 1).ToString(CultureInfo.InvariantCulture).Length;
        string[] rows = [.. classes.Select(c => "  " + (named ? "" : c.ToString(CultureInfo.InvariantCulture).PadLeft(index) + " ") + TextLayout.Fit(names[c], name))];
        int room = 2 + (named ? 0 : index + 1) + name;
        bool more = false;
        foreach (int[] part in classes.Chunk(Math.Max(1, (width - room) / cell)))
        {
            if (more) yield return "";
            more = true;
            yield return new string(' ', room) + string.Concat(part.Select(c => named
                ? Right(names[c], head, cell) : c.ToString(CultureInfo.InvariantCulture).PadLeft(cell)));
            foreach (int truth in classes)
                yield return new StringBuilder(rows[truth]).AppendJoin("", part.Select(p => Number(confusion[truth, p]).PadLeft(cell))).ToString();
        }
    }

    private static string Right(string name, int columns, int cell)
    {
        string fitted = TextLayout.Fit(name, columns).TrimEnd(' ');
        return new string(' ', cell - TextLayout.Columns(fitted)) + fitted;
    }

    // What never happened is a dot, so that what did stands out.
    private static string Number(long count) => count == 0 ? "·" : count.ToString(CultureInfo.InvariantCulture);
}
