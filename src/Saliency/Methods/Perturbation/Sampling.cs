using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>What methods that draw have in common. A draw depends on seed and number alone: a text has the same scores in any company.</summary>
public static class Sampling
{
    /// <summary>How often something is drawn.</summary>
    public static OptionInfo<int> Samples { get; } = MethodOption.Whole("samples", "How often a method that draws does so", 25, least: 1);

    /// <summary>Which draws.</summary>
    public static OptionInfo<int> Seed { get; } = MethodOption.Whole("seed", "Which draws", 1, least: 0);

    /// <summary>The key of a sample's own stream of random numbers.</summary>
    internal static ulong Key(ExplainOptions options, int sample) => CounterRandom.Key(CounterRandom.Key((ulong)options.Get(Seed), 0), (ulong)sample);
}
