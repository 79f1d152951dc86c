using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>The size of a row.</summary>
[JsonConverter(typeof(SwitchConverter<Norm>))]
public enum Norm
{
    /// <summary>the root of the sum of squares.</summary>
    L2,
    /// <summary>the sum of absolute values.</summary>
    L1,
}

/// <summary>Computes it.</summary>
internal static class Norms
{
    /// <summary>‖row‖.</summary>
    public static double Of(this Norm norm, ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double g in row) sum += norm == Norm.L1 ? Math.Abs(g) : g * g;
        return norm == Norm.L1 ? sum : Math.Sqrt(sum);
    }
}
