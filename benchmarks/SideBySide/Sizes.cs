namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>roberta-base with three classes.</summary>
internal static class Sizes
{
    public const int Width = 768, Heads = 12, Inner = 3072, Layers = 12, Vocabulary = 50265, Positions = 514, Classes = 3;
    public const double Epsilon = 1e-5;

    /// <summary>Floating-point operations of all blocks' products for one row, forwards; as many again back to the inputs.</summary>
    public const double ProductsPerRow = 2.0 * Layers * (4.0 * Width * Width + 2.0 * Width * Inner);
}
