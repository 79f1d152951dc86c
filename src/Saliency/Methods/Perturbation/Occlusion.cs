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
        Options = [Window, Replacement],
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        var scores = new double[probe.Ids.Count];
        int width = Math.Min(options.Get(Window), probe.Inner.Count);
        if (width == 0) return new(scores);
        int[][] windows = [.. Enumerable.Range(0, probe.Inner.Count - width + 1).Select(first => probe.Inner.Skip(first).Take(width).ToArray())];
        double[] values = probe.Values(windows.Select(window => Taken(probe, window, options.Get(Replacement))).Prepend(probe.Unchanged()));
        var counts = new int[scores.Length];
        for (int w = 0; w < windows.Length; w++)
            foreach (int place in windows[w])
            {
                scores[place] += values[0] - values[w + 1];
                counts[place]++;
            }
        foreach (int place in probe.Inner) scores[place] /= counts[place];
        return new(scores);
    }

    private static Variant Taken(ITextProbe probe, int[] window, Replacement replacement) => replacement switch
    {
        Methods.Replacement.Mask => probe.With(window, probe.MaskId),
        Methods.Replacement.Pad => probe.With(window, probe.PadId),
        _ => probe.Without(window),
    };
}
