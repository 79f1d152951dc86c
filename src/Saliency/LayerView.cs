using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>What a method sees of one text at one layer.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LayerView<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>l: 0 is the embedding output.</summary>
    public required int Layer { get; init; }

    /// <summary>h_l (N, K).</summary>
    public required Tensor<T> Hidden { get; init; }

    /// <summary>G_l (N, K): gradient of the explained value.</summary>
    public required Tensor<T> Gradient { get; init; }

    /// <summary>
    /// Attention probabilities (H, N, N) of the blocks below the layer, lowest first; none if they were not kept. They come from
    /// the device as they are read.
    /// </summary>
    public required IEnumerable<Tensor<T>> Attention { get; init; }

    /// <summary>Gradients along the path from a baseline to h_l.</summary>
    public required Func<Baseline, int, PathIntegral> Path { get; init; }

    /// <summary>The view of one sequence of a batch, whose hidden state and gradient the host has.</summary>
    internal static LayerView<T> Of(
        Tape<T> tape, EncoderStates states, Tensor<T> hidden, Tensor<T> gradient, int sequence, int layer,
        Func<Baseline, int, PathIntegral> path)
    {
        int first = states.Layout.Bounds[sequence], n = states.Layout.Length(sequence);
        return new LayerView<T>
        {
            Layer = layer,
            Hidden = hidden.Rows(first, n),
            Gradient = gradient.Rows(first, n),
            Attention = states.Attention.Take(states.First == 0 ? layer : 0)
                .Select(attention => AttentionOf(tape, states, attention, sequence)),
            Path = path,
        };
    }

    /// <summary>P (H, N, N) of one sequence.</summary>
    internal static Tensor<T> AttentionOf(Tape<T> tape, EncoderStates states, Var attention, int sequence)
    {
        int n = states.Layout.Length(sequence);
        return tape.Device.ToHost(tape[attention].Slice(states.Layout.Offset(sequence, 0), new Shape(states.Layout.Heads, n, n)));
    }

    /// <summary>N, number of positions.</summary>
    public int Positions => Hidden.Shape[0];

    /// <summary>K, width of the hidden state.</summary>
    public int Width => Hidden.Shape[1];
}

/// <summary>What integrated gradients need of a path (midpoint rule).</summary>
/// <param name="MeanGradient">Mean gradient along the path, (N, K).</param>
/// <param name="Baseline">Where the path starts, (N, K).</param>
/// <param name="Difference">Explained value at the end minus at the start.</param>
public sealed record PathIntegral(double[] MeanGradient, double[] Baseline, double Difference);
