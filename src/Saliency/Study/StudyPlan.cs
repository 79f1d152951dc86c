using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Study;

/// <summary>What a study measures.</summary>
public sealed record StudyPlan
{
    /// <summary>Name of the comparison with words that people marked.</summary>
    public const string Plausibility = "plausibility";

    /// <summary>Name of the rank agreement of methods, and of neighbouring layers of one.</summary>
    public const string Agreement = "agreement";

    /// <summary>Name of how well layers decode to the text's own words, with the size of their gradients.</summary>
    public const string Coherence = "coherence";

    /// <summary>Name of the share of important tokens that classes have in common.</summary>
    public const string TokenOverlap = "token-overlap";

    /// <summary>Name of how far maps move when the embeddings do, a little.</summary>
    public const string MaxSensitivity = "max-sensitivity";

    /// <summary>Name of how far maps keep their order as the model's weights are drawn anew.</summary>
    public const string Cascade = "cascade";

    /// <summary>Everything that can be measured, by name, in reading order.</summary>
    public static IReadOnlyList<string> AllMeasures { get; } =
        [.. FaithfulnessMeasures.All.Select(measure => measure.Info.Name), Plausibility, Agreement, Coherence, TokenOverlap, MaxSensitivity, Cascade];

    /// <summary>Methods; the first of them that draws at random is the control.</summary>
    public required IReadOnlyList<StudyMethod> Methods { get; init; }

    /// <summary>Layers of the methods that have any.</summary>
    public StudyLayers Layers { get; init; } = StudyLayers.Auto;

    /// <summary>What is measured, some of <see cref="AllMeasures"/>.</summary>
    public required IReadOnlyList<string> Measures { get; init; }

    /// <summary>What takes the place of hidden tokens.</summary>
    public Replacement Removal { get; init; } = Replacement.Mask;

    /// <summary>Which draws: of methods, of infidelity, of resampled texts, of weights.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How often texts are drawn anew for intervals.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Texts, from the first on, on which what takes hundreds of passes a text is measured: the oracle, AOPC, sensitivity, the cascade.</summary>
    public int CostlyTexts { get; init; } = 50;

    /// <summary>Measures that hide tokens, of those asked for.</summary>
    internal IReadOnlyList<IFaithfulnessMeasure> OfGames => [.. Measures.Select(name => name == Infidelity.Name
        ? new Infidelity(seed: Seed) : FaithfulnessMeasures.Find(name)).OfType<IFaithfulnessMeasure>()];

    /// <summary>Whether something is measured.</summary>
    public bool Has(string measure) => Measures.Contains(measure);
}
