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
    public Tensor<T>[]? GradientsAt(int layer) =>
        Gradients?.Find(States.At(layer)) is { } gradient ? [.. OfSequences(Tape.Device.ToHost(gradient))] : null;

    /// <summary>h_l (N, K) of each sequence on the host.</summary>
    public Tensor<T>[] HiddenAt(int layer) => [.. OfSequences(Tape.Fetch(States.At(layer)))];

    /// <summary>Attention (H, N, N) of the blocks below a layer, fetched as it is read.</summary>
    public IEnumerable<Tensor<T>> AttentionBelow(int layer, int sequence) =>
        States.Attention.Take(States.First == 0 ? layer : 0).Select(attention => Attention(Tape, States, attention, sequence));

    /// <summary>The gradient at it, (H, N, N); nothing where none was taken.</summary>
    public IEnumerable<Tensor<T>> AttentionGradientsBelow(int layer, int sequence) => Gradients is null ? []
        : States.Attention.Take(States.First == 0 ? layer : 0).Where(attention => Gradients.Find(attention) is not null)
            .Select(attention => Attention(Tape.Device, States, Gradients[attention], sequence));

    /// <summary>h_0 … h_l (N, K) of one sequence, where all of them were kept.</summary>
    public Tensor<T>[] StatesOf(int layer, int sequence) => States.First > 0 ? []
        : [.. States.Hidden.Take(layer + 1).Select(state => OfSequence(Tape[state], sequence))];

    /// <summary>h_L of the first row of one sequence, (1, K).</summary>
    public Tensor<T> TopOf(int sequence) => Tape.Device.ToHost(Tape[States.Last].Rows(States.HeadRows[sequence], 1));

    /// <summary>G_0 … G_l (N, K) of one sequence, where all of them were taken.</summary>
    public Tensor<T>[] StateGradientsOf(int layer, int sequence) => States.First > 0 || Gradients is null ? []
        : [.. States.Hidden.Take(layer + 1).Select(state => OfSequence(Gradients[state], sequence))];

    /// <summary>P (H, N, N) of one sequence.</summary>
    public static Tensor<T> Attention(Tape<T> tape, EncoderStates states, Var attention, int sequence) =>
        Attention(tape.Device, states, tape[attention], sequence);

    private static Tensor<T> Attention(Device<T> device, EncoderStates states, Tensor<T> of, int sequence)
    {
        int n = states.Layout.Length(sequence);
        return device.ToHost(of.Slice(states.Layout.Offset(sequence, 0), new Shape(states.Layout.Heads, n, n)));
    }

    private Tensor<T> OfSequence(Tensor<T> rows, int sequence) =>
        Tape.Device.ToHost(rows.Rows(Batch.Bounds[sequence], States.Layout.Length(sequence)));

    private IEnumerable<Tensor<T>> OfSequences(Tensor<T> rows) =>
        Enumerable.Range(0, Batch.Sequences).Select(s => rows.Rows(Batch.Bounds[s], States.Layout.Length(s)));
}
