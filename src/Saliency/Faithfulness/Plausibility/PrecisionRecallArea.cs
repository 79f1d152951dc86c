namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Area under the curve of precision over recall, by trapezoids. Of scores that are all equal it thinks too well: 0.75 where half of the words were
/// marked, which <see cref="AveragePrecision"/> does not.
/// </summary>
internal static class PrecisionRecallArea
{
    /// <summary>Name of the quantity.</summary>
    public const string Name = "plausibility.auprc";

    /// <summary>Null where nothing was marked.</summary>
    public static double? Of(Rationale text)
    {
        if (text.Marked == 0) return null;
        var curve = text.Curve();
        double area = 0;
        for (int i = 1; i < curve.Count; i++)
            area += (curve[i].Recall - curve[i - 1].Recall) * (curve[i].Precision + curve[i - 1].Precision) / 2;
        return area;
    }
}
