namespace PureSaliency.Saliency;

/// <summary>
/// How far one text has come that takes long: one longer than the model's positions, whose windows are all read for the class that they
/// answer for together, unless one was named, and then explained one after the other; or one of which a method tries many variants.
/// </summary>
/// <param name="Tokens">Tokens of the text.</param>
/// <param name="Windows">Windows over it.</param>
/// <param name="Read">Windows that were read.</param>
/// <param name="Explained">Windows that were explained.</param>
/// <param name="Tried">Variants of the text, or points of a layer, that the method has tried in the window at hand.</param>
/// <param name="Variants">All that it tries there; 0 where it tries none.</param>
public readonly record struct TextProgress(int Tokens, int Windows, int Read, int Explained, int Tried = 0, int Variants = 0)
{
    /// <summary>Whether windows are only read, as for a prediction.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>Part of the work that is done, 0…1; explaining a window takes about twice as long as reading it.</summary>
    public double Fraction => OnlyReads ? (double)Read / Windows
        : (Read + 2.0 * (Explained + (Variants > 0 ? (double)Tried / Variants : 0))) / (3.0 * Windows);
}
