using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Dropout at every place of one training pass, each with a random stream of its own.</summary>
/// <param name="hidden">Rate behind the embeddings, attention, feed-forward part and in the classifier.</param>
/// <param name="attention">Rate of attention probabilities, which are kept on the tape then.</param>
/// <param name="key">Tells this pass from all others.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Dropouts<T>(double hidden, double attention, ulong key) : IInsertions<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private uint places;

    bool IInsertions<T>.ChangeAttention => attention > 0;

    Var IInsertions<T>.Hidden(Tape<T> tape, Var x) => Apply(tape, x, hidden);

    Var IInsertions<T>.Attention(Tape<T> tape, Var p) => Apply(tape, p, attention);

    private Var Apply(Tape<T> tape, Var x, double rate) =>
        rate == 0 ? x : tape.Apply(new Dropout<T>(rate, CounterRandom.Key(key, places++)), x);
}
