using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n drawn evenly from 0 to 1 for each token of the text, by seed and place alone: the control that belongs in every table. What a measure gives
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
        IsControl = true,
        Options = [Sampling.Seed],
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        ulong key = Sampling.Key(options, 0);
        var scores = new double[probe.Ids.Count];
        foreach (int place in probe.Inner) scores[place] = CounterRandom.Unit(key, (uint)place);
        return new(scores);
    }
}
