using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>What of a pass a method reads beside the layer's hidden state.</summary>
[Flags]
public enum Needs
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>G_l, the gradient at the explained layer.</summary>
    Gradient = 1,
    /// <summary>Attention probabilities of all blocks below the explained layer.</summary>
    Attention = 2,
    /// <summary>The gradient at those probabilities.</summary>
    AttentionGradient = 4,
    /// <summary>Hidden states of all layers up to the explained one.</summary>
    States = 8,
    /// <summary>The gradient at those states.</summary>
    StateGradients = 16,
}

/// <summary>A method as <c>--method list</c>, the command line and the documentation show it.</summary>
/// <param name="Name">As on a command line.</param>
/// <param name="Summary">What a score is, in a line.</param>
/// <param name="Needs">What of a pass it reads.</param>
/// <param name="Cost">Passes through the model, for people: F forward, B backward.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record MethodInfo(string Name, string Summary, Needs Needs, string Cost, string Source)
{
    /// <summary>Options of its own.</summary>
    public IReadOnlyList<OptionInfo> Options { get; init; } = [];

    /// <summary>
    /// Whether a position's score is a sum over features, Σ_k c_nk: only then can rows be weighed before they are decoded.
    /// </summary>
    public bool IsSumOverFeatures { get; init; }

    /// <summary>Whether it is about the whole depth, so that its automatic layer is the last.</summary>
    public bool IsAboutDepth { get; init; }

    /// <summary>Whether it is about the text and no layer, so that its automatic layer is 0 unless it is decoded.</summary>
    public bool IsAboutText { get; init; }

    /// <summary>Whether it is a control, which looks at nothing of the model.</summary>
    public bool IsControl { get; init; }

    /// <summary>Whether it weighs the rows of one layer's hidden state, so that they can be centred and scaled.</summary>
    public bool ReadsRows { get; init; }

    /// <summary>Whether it takes words or tokens away and looks what changes.</summary>
    public bool TakesWordsAway { get; init; }

    /// <summary>Baselines that it always takes, beside the one that its options may name.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>Whether it is defined for the logit alone, and other explained values are refused.</summary>
    public bool IsOfLogit { get; init; }

    /// <summary>Whether a part of it is computed on the host where a card was asked for.</summary>
    public bool HasRulesOnHost { get; init; }

    /// <summary>Whether the explained value, and not only the class, makes a difference.</summary>
    public bool UsesValue => !IsControl && ((Needs & (Needs.Gradient | Needs.AttentionGradient | Needs.StateGradients)) != 0 || IsAboutText);
}
