using System.Globalization;

namespace PureSaliency.Saliency.Report;

/// <summary>Figures of agreement as people read them; a dash where there is none.</summary>
public static class AgreementText
{
    private const string None = "–";

    /// <summary>The rank correlation, with its sign.</summary>
    public static string Correlation(MethodAgreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return agreement.Spearman?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? None;
    }

    /// <summary>The overlap of the top words in per cent.</summary>
    public static string Overlap(MethodAgreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return agreement.Overlap is { } overlap ? (overlap * 100).ToString("0", CultureInfo.InvariantCulture) + " %" : None;
    }
}
