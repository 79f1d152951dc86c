namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Sizes of the model that is timed.</summary>
internal sealed record Sizes(int Width, int Heads, int Inner, int Layers)
{
    /// <summary>The tokenizer's vocabulary, so that texts can be read, whatever the other sizes.</summary>
    public const int Vocabulary = 50265;

    public const int Positions = 514, Classes = 3;
    public const double Epsilon = 1e-5;

    /// <summary>roberta-base.</summary>
    public static Sizes Base { get; } = new(768, 12, 3072, 12);

    /// <summary>Small enough for a dry run.</summary>
    public static Sizes Tiny { get; } = new(32, 4, 64, 2);

    /// <summary>
    /// Floating-point operations of all blocks' products for one row, forwards; as many again back to the inputs.
    /// </summary>
    public double ProductsPerRow => 2.0 * Layers * (4.0 * Width * Width + 2.0 * Width * Inner);
}
