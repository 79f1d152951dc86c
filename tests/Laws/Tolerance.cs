namespace PureSaliency.Tests.Laws;

/// <summary>How far apart two ways to the same numbers may be, relative to the largest; docs/numerics.md says why.</summary>
public static class Tolerance
{
    /// <summary>Forward in double against the formula in plain loops.</summary>
    public const double Double = 5e-15;

    /// <summary>Forward in float against the formula in double.</summary>
    public const double Float = 1e-6;

    /// <summary>Backward in float against backward in double.</summary>
    public const double FloatGradient = 4e-6;

    /// <summary>Backward in double against finite differences.</summary>
    public const double Differences = 1e-8;

    /// <summary>Sums of gradients in double that differ in their order alone.</summary>
    public const double Order = 1e-13;
}
