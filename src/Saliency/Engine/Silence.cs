using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Why no position of a text has a score.</summary>
internal enum Silence
{
    /// <summary>One has.</summary>
    None,
    /// <summary>All scores were negative and set to zero.</summary>
    Cut,
    /// <summary>The explained value sees the added tokens alone from here.</summary>
    AddedAlone,
    /// <summary>No gradient at all: the explained value does not move.</summary>
    NoGradient,
    /// <summary>There is a gradient, and the method makes nothing of it.</summary>
    NoScore,
}

/// <summary>Tells the reasons apart.</summary>
internal static class Silences
{
    /// <summary>The reason at one layer of one sequence, whose first and last positions are added.</summary>
    /// <param name="raw">Position scores before rectification.</param>
    /// <param name="rectified">The same after it.</param>
    /// <param name="gradient">G (N, K); null where none was taken.</param>
    public static Silence Of<T>(double[] raw, double[] rectified, Tensor<T>? gradient) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rectified.AsSpan()[1..^1].ContainsAnyExcept(0)) return Silence.None;
        if (raw.AsSpan()[1..^1].ContainsAnyExcept(0)) return Silence.Cut;
        if (gradient is null) return raw.AsSpan().ContainsAnyExcept(0) ? Silence.AddedAlone : Silence.NoScore;
        int width = gradient.Shape[1];
        if (gradient.Span[width..^width].ContainsAnyExcept(T.Zero)) return Silence.NoScore;
        return gradient.Span.ContainsAnyExcept(T.Zero) ? Silence.AddedAlone : Silence.NoGradient;
    }
}
