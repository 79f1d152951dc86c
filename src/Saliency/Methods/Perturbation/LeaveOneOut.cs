namespace PureSaliency.Saliency.Methods;

/// <summary>s_n = f(x) − f(x without token n): leave-one-out (Li, Monroe and Jurafsky 2016), occlusion by windows of one token.</summary>
public sealed class LeaveOneOut : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "leave-one-out";

    private static readonly Occlusion Occlusion = new();

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(Name, "f(x) − f(x without token n)", Needs.None, "1 + tokens F", "Li et al. 2016")
    {
        IsAboutText = true,
        TakesWordsAway = true,
        Options = [Methods.Occlusion.Replacement],
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Occlusion.Score(probe, options.With(Methods.Occlusion.Window, 1));
    }
}
