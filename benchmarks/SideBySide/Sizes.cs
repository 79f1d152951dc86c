namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>roberta-base with three classes.</summary>
internal static class Sizes
{
    public const int Width = 768, Heads = 12, Inner = 3072, Layers = 12, Vocabulary = 50265, Positions = 514, Classes = 3;
    public const double Epsilon = 1e-5;
}
