using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n drawn evenly from 0 to 1 for each word, or token, by seed and place alone: the control that belongs in every table. What a measure gives
/// it is what it gives to knowing nothing.
/// </summary>
public sealed class RandomScores : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "random";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(Name, "drawn by seed and place: the control", Needs.None, "1 F", "—")
    {
        IsAboutText = true,
        TakesWordsAway = true,
        Options = [Sampling.Seed],
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        ulong key = Sampling.Key(options, 0);
        return Coalitions.Scores(probe, [.. probe.Units.Select(unit => CounterRandom.Unit(key, (uint)unit[0]))]);
    }
}
