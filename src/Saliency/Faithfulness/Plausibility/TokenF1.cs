namespace PureSaliency.Saliency.Faithfulness;

/// <summary>F1 = 2 |picked ∩ human| / (|picked| + |human|) of the k words of highest score.</summary>
internal static class TokenF1
{
    /// <summary>Name of the quantity.</summary>
    public const string Name = "plausibility.f1";

    /// <summary>Null where nothing was marked.</summary>
    public static double? Of(Rationale text, int k) =>
        text.Marked == 0 ? null : 2.0 * text.Hits(k) / (text.Picked(k).Length + text.Marked);

    /// <summary>|picked ∩ human| / |picked|; 0 where nothing was picked.</summary>
    public static double? Precision(Rationale text, int k) =>
        text.Marked == 0 ? null : text.Picked(k) is { Length: > 0 } picked ? (double)text.Hits(k) / picked.Length : 0;

    /// <summary>|picked ∩ human| / |human|.</summary>
    public static double? Recall(Rationale text, int k) => text.Marked == 0 ? null : (double)text.Hits(k) / text.Marked;
}
