using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>A batch that went through the model, and what methods may see of it.</summary>
/// <param name="Tape">The pass.</param>
/// <param name="States">Hidden states and attention.</param>
/// <param name="Gradients">Of the explained value; null where the method needs none.</param>
/// <param name="Batch">The sequences.</param>
/// <param name="Targets">The class of each.</param>
internal sealed record ModelPass<T>(Tape<T> Tape, EncoderStates States, Gradients<T>? Gradients, Batch Batch, int[] Targets)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>h_l (ΣN, K) of all sequences, where the device has it.</summary>
    public Tensor<T> Hidden(int layer) => Tape[States.At(layer)];

    /// <summary>G_l (N, K) of each sequence on the host; null where no gradient was taken.</summary>
    public Tensor<T>[]? GradientsAt(int layer) => Gradients is null ? null : [.. OfSequences(Gradients.Fetch(States.At(layer)))];

    /// <summary>h_l (N, K) of each sequence on the host.</summary>
    public Tensor<T>[] HiddenAt(int layer) => [.. OfSequences(Tape.Fetch(States.At(layer)))];

    /// <summary>Attention (H, N, N) of the blocks below a layer, fetched as it is read.</summary>
    public IEnumerable<Tensor<T>> AttentionBelow(int layer, int sequence) =>
        States.Attention.Take(States.First == 0 ? layer : 0).Select(attention => Attention(Tape, States, attention, sequence));

    /// <summary>P (H, N, N) of one sequence.</summary>
    public static Tensor<T> Attention(Tape<T> tape, EncoderStates states, Var attention, int sequence)
    {
        int n = states.Layout.Length(sequence);
        return tape.Device.ToHost(tape[attention].Slice(states.Layout.Offset(sequence, 0), new Shape(states.Layout.Heads, n, n)));
    }

    private IEnumerable<Tensor<T>> OfSequences(Tensor<T> rows) =>
        Enumerable.Range(0, Batch.Sequences).Select(s => rows.Rows(Batch.Bounds[s], States.Layout.Length(s)));
}
