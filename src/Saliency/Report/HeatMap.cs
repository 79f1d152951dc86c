using System.Globalization;
using System.Text;

namespace PureSaliency.Saliency.Report;

/// <summary>A stretch of the text that takes one colour.</summary>
/// <param name="Start">First UTF-16 character.</param>
/// <param name="End">One past the last character.</param>
/// <param name="Name">What stands there: the word, or the pieces of the tokens.</param>
/// <param name="First">First token or word of the stretch.</param>
/// <param name="Count">How many tokens or words it holds; more than one where they share a character.</param>
public sealed record HeatCell(int Start, int End, string Name, int First, int Count)
{
    /// <summary>Sum of the scores of what stands there.</summary>
    public double Score(IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double sum = 0;
        for (int i = First; i < First + Count; i++)
            sum += scores[i];
        return sum;
    }
}

/// <summary>
/// Divides a text into stretches that never overlap and never cut in two what a reader takes for one character:
/// the bytes of one emoji may be several tokens, but it can only be painted once.
/// </summary>
public static class HeatMap
{
    /// <summary>One stretch per word.</summary>
    public static IReadOnlyList<HeatCell> Words(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return Cells(explanation.Text, explanation.Words.Select((w, i) => new HeatCell(w.Start, w.End, w.Text, i, 1)));
    }

    /// <summary>One stretch per token of the text; the added tokens have no place in it.</summary>
    public static IReadOnlyList<HeatCell> Tokens(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return Cells(explanation.Text, explanation.Tokens.Select((t, i) => new HeatCell(t.Start, t.End, t.Piece, i, 1)));
    }

    /// <summary>The largest score by magnitude, which takes the full colour; 0 if there is none.</summary>
    public static double Peak(IReadOnlyList<HeatCell> cells, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(cells);
        double peak = 0;
        foreach (var cell in cells)
            peak = Math.Max(peak, Math.Abs(cell.Score(scores)));
        return peak;
    }

    /// <summary>
    /// Whether a reader finds the entry in the text: one token or word of the same letters is enough,
    /// where <see cref="VocabularyScore.InInput"/> also asks for the same blank before it.
    /// </summary>
    public static bool InText(Explanation explanation, VocabularyScore entry)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(entry);
        string letters = entry.Text.Trim();
        return entry.InInput || (letters.Length > 0
            && (explanation.Words.Any(word => Same(word.Text)) || explanation.Tokens.Any(token => Same(token.Text))));

        bool Same(string text) => text.AsSpan().Trim().Equals(letters, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A share in per cent with its sign, or the score where there is no share.</summary>
    public static string Signed(ShareLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Share is { } share
            ? (share * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %"
            : (line.Score > 0 ? "+" : "") + line.Score.ToString("G3", CultureInfo.InvariantCulture);
    }

    /// <summary>A score as a part of the peak, −1…1.</summary>
    public static double Share(double score, double peak) => peak > 0 ? Math.Clamp(score / peak, -1, 1) : 0;

    private static List<HeatCell> Cells(string text, IEnumerable<HeatCell> places)
    {
        var cells = new List<HeatCell>();
        int[]? bounds = Ascii.IsValid(text) ? null : StringInfo.ParseCombiningCharacters(text);
        foreach (var place in places)
        {
            if (place.Start < 0)
                continue;
            int end = EndOfCharacter(place.End);
            if (cells.Count > 0 && (place.Start < cells[^1].End || place.Start == place.End))
            {
                var last = cells[^1];
                cells[^1] = last with { End = Math.Max(last.End, end), Name = last.Name + place.Name, Count = place.First + 1 - last.First };
            }
            else
                cells.Add(place with { Start = StartOfCharacter(place.Start), End = end });
        }
        return cells;

        int StartOfCharacter(int at) => Cuts(at, out int next) ? bounds![next - 1] : at;

        int EndOfCharacter(int at) => !Cuts(at, out int next) ? at : next < bounds!.Length ? bounds[next] : text.Length;

        bool Cuts(int at, out int next)
        {
            next = bounds is null || at >= text.Length ? 0 : ~Array.BinarySearch(bounds, at);
            return next > 0;
        }
    }
}
