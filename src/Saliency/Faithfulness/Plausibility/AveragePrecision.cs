namespace PureSaliency.Saliency.Faithfulness;

/// <summary>Average precision: Σ over the thresholds of (recall − recall before) · precision.</summary>
internal static class AveragePrecision
{
    /// <summary>Name of the quantity.</summary>
    public const string Name = "plausibility.average-precision";

    /// <summary>Null where nothing was marked.</summary>
    public static double? Of(Rationale text)
    {
        if (text.Marked == 0) return null;
        var curve = text.Curve();
        double sum = 0;
        for (int i = 1; i < curve.Count; i++) sum += (curve[i].Recall - curve[i - 1].Recall) * curve[i].Precision;
        return sum;
    }
}
