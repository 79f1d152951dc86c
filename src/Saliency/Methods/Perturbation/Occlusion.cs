using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = the mean over the windows that hold position n of f(x) − f(x without the window): occlusion (Zeiler and Fergus 2014), windows of W
/// tokens side by side in place of patches. Windows begin at each inner token and never pass the last; if there are fewer than W inner
/// tokens, one window holds all.
/// </summary>
public sealed class Occlusion : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "occlusion";

    /// <summary>W, tokens that are taken away together.</summary>
    public static OptionInfo<int> Window { get; } = MethodOption.Whole("window", "Tokens side by side that occlusion takes away together", 1, least: 1);

    /// <summary>What takes their place.</summary>
    public static OptionInfo<Replacement> Replacement { get; } = MethodOption.Choice(
        "replacement", "What takes the place of tokens that are taken away", Methods.Replacement.Mask);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "mean over the windows that hold n of f(x) − f(x without the window)", Needs.None, "1 + tokens F", "Zeiler and Fergus 2014")
    {
        IsAboutText = true,
        TakesWordsAway = true,
        Options = [Window, Replacement],
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        int units = probe.Units.Count, width = Math.Min(options.Get(Window), units), windows = units - width + 1;
        if (width == 0) return new(new double[probe.Ids.Count]);
        double[] values = probe.Values(Enumerable.Range(0, windows)
            .Select(first => Taken(probe, [.. probe.Units.Skip(first).Take(width).SelectMany(unit => unit)], options.Get(Replacement)))
            .Prepend(probe.Unchanged()), windows + 1);
        var (scores, counts) = (new double[units], new int[units]);
        for (int w = 0; w < windows; w++)
            for (int j = w; j < w + width; j++)
            {
                scores[j] += values[0] - values[w + 1];
                counts[j]++;
            }
        return Coalitions.Scores(probe, [.. scores.Zip(counts, (score, count) => score / count)]);
    }

    private static Variant Taken(ITextProbe probe, int[] window, Replacement replacement) => replacement switch
    {
        Methods.Replacement.Mask => probe.With(window, probe.MaskId),
        Methods.Replacement.Pad => probe.With(window, probe.PadId),
        _ => probe.Without(window),
    };
}
