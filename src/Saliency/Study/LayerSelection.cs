using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Saliency.Study;

/// <summary>The layer at which a method is to be asked, and why.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Reason">What it was chosen by, in a sentence.</param>
public sealed record SelectedLayer(string Method, int Layer, string Reason);

/// <summary>
/// Chooses layers by balance: of the layers whose maps are no worse than the best ones, text by text, as far as the interval of the difference tells,
/// the one nearest to 7/12 of the depth, where rows are still their words' own and decode to them. Of two as near the lower one.
/// </summary>
public static class LayerSelection
{
    /// <summary>The choice for each method that was measured at several layers.</summary>
    /// <param name="head">What the study was about.</param>
    /// <param name="rows">What was found on each text.</param>
    public static IReadOnlyList<SelectedLayer> Of(StudyHead head, IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        int balance = head.Quantities.ToList().IndexOf(Balance.Name);
        if (balance < 0 || rows.Count == 0) return [];
        var bootstrap = new Bootstrap(rows.Count, head.Resamples, head.Seed);
        return [.. Enumerable.Range(0, head.Entries.Count).GroupBy(entry => head.Entries[entry].Method).Where(method => method.Count() > 1)
            .Select(method => Of(method.Key, [.. method.Select(entry => (head.Entries[entry].Layer!.Value, Column(rows, entry, balance)))], head, bootstrap))];
    }

    private static SelectedLayer Of(string method, (int Layer, double[] Balance)[] layers, StudyHead head, Bootstrap bootstrap)
    {
        var means = layers.Select(layer => (layer.Layer, layer.Balance, Interval: bootstrap.Of(layer.Balance))).Where(layer => layer.Interval is not null).ToArray();
        var best = means.MaxBy(layer => layer.Interval!.Mean);
        double middle = head.Model.Layers * 7 / 12.0;
        var equal = means.Where(layer => layer.Layer == best.Layer || !bootstrap.OfDifference(layer.Balance, best.Balance)!.IsNegative).ToArray();
        var chosen = equal.OrderBy(layer => Math.Abs(layer.Layer - middle)).ThenBy(layer => layer.Layer).First();
        string why = chosen.Layer == best.Layer && equal.Length == 1 ? "the best of all layers"
            : $"of {equal.Length} layers no worse than the best ({best.Layer}) the nearest to 7/12 of the depth";
        return new(method, chosen.Layer, FormattableString.Invariant(
            $"balance {chosen.Interval!.Mean:0.000} [{chosen.Interval.Low:0.000}, {chosen.Interval.High:0.000}] on {chosen.Interval.Texts} texts of {head.Data}, {why}."));
    }

    private static double[] Column(IReadOnlyList<StudyRow> rows, int entry, int quantity) =>
        [.. rows.Select(row => row.Values[entry]?[quantity] is [var value] ? value : double.NaN)];
}
