namespace PureSaliency.Saliency.Faithfulness;

/// <summary>IOU = |picked ∩ human| / |picked ∪ human| of the k words of highest score.</summary>
internal static class TokenIou
{
    /// <summary>Name of the quantity.</summary>
    public const string Name = "plausibility.iou";

    /// <summary>Null where nothing was marked.</summary>
    public static double? Of(Rationale text, int k)
    {
        if (text.Marked == 0) return null;
        int hits = text.Hits(k);
        return (double)hits / (text.Picked(k).Length + text.Marked - hits);
    }
}
