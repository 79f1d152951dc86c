namespace PureSaliency.Saliency.Parity;

/// <summary>Outcome of one comparison.</summary>
public enum Verdict
{
    /// <summary>Within the tolerance.</summary>
    Passed,
    /// <summary>Outside the tolerance, misshapen or missing.</summary>
    Failed,
    /// <summary>Not compared; the note says why.</summary>
    Skipped,
    /// <summary>An input of the case, from which the rest is computed.</summary>
    Given,
}

/// <summary>How one tensor or text compares with the reference.</summary>
/// <param name="Group">What it belongs to, such as <c>hidden</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Verdict">The outcome.</param>
/// <param name="Worst">Largest |actual − expected| / tolerance; at most 1 to pass.</param>
/// <param name="Difference">|actual − expected| there.</param>
/// <param name="Note">What is wrong, or why it was skipped.</param>
public sealed record Comparison(string Group, string Name, Verdict Verdict, double Worst = 0, double Difference = 0, string? Note = null)
{
    /// <summary>Compares element by element: |actual − expected| ≤ absolute + relative · |expected|. NaN never passes.</summary>
    /// <param name="group">What the tensor belongs to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What the reference has.</param>
    /// <param name="counts">Whether an element counts; padding does not.</param>
    /// <param name="relative">Relative tolerance.</param>
    /// <param name="absolute">Absolute tolerance.</param>
    internal static Comparison Of(
        string group, string name, double[] actual, double[] expected, Func<int, bool> counts, double relative, double absolute)
    {
        var (worst, difference, at) = (0.0, 0.0, 0);
        for (int i = 0; i < actual.Length; i++)
        {
            if (!counts(i)) continue;
            double off = Math.Abs(actual[i] - expected[i]), allowed = absolute + relative * Math.Abs(expected[i]);
            double ratio = off == 0 ? 0 : allowed > 0 ? off / allowed : double.PositiveInfinity;
            if (ratio <= worst) continue;
            (worst, difference, at) = (ratio, off, i);
            if (double.IsNaN(ratio)) break;
        }
        return worst <= 1
            ? new(group, name, Verdict.Passed, worst, difference)
            : new(group, name, Verdict.Failed, worst, difference, $"element {at} is {actual[at]:R}, expected {expected[at]:R}");
    }
}
