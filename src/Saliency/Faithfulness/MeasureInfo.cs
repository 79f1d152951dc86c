namespace PureSaliency.Saliency.Faithfulness;

/// <summary>Which way a quantity is good.</summary>
public enum Better
{
    /// <summary>Neither: it is there to be read.</summary>
    Neither,
    /// <summary>More is better.</summary>
    Higher,
    /// <summary>Less is better.</summary>
    Lower,
}

/// <summary>A number, or a curve, that a measure gives.</summary>
/// <param name="Name">As in tables and results.</param>
/// <param name="Better">Which way it is good.</param>
/// <param name="Summary">What it is, in a line.</param>
public sealed record Quantity(string Name, Better Better, string Summary)
{
    /// <summary>Whether it is a curve, of so many numbers each.</summary>
    public bool IsCurve { get; init; }
}

/// <summary>A measure as <c>--measures list</c>, tables and the documentation show it.</summary>
/// <param name="Name">As on a command line.</param>
/// <param name="Summary">What it tells, in a line.</param>
/// <param name="Cost">Variants of the text, for people; M is the number of tokens that may be hidden.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Quantities">What it gives.</param>
public sealed record MeasureInfo(string Name, string Summary, string Cost, string Source, IReadOnlyList<Quantity> Quantities);

/// <summary>A quantity of one text.</summary>
/// <param name="Quantity">Its name.</param>
/// <param name="Values">One number, or those of a curve.</param>
public sealed record Measured(string Quantity, double[] Values)
{
    /// <summary>A single number.</summary>
    public Measured(string quantity, double value) : this(quantity, [value])
    {
    }
}
