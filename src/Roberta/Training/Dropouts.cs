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
public sealed class Dropouts<T>(double hidden, double attention, ulong key) where T : unmanaged, IFloatingPointIeee754<T>
{
    private uint places;

    internal bool OnAttention => attention > 0;

    internal static Var Hidden(Dropouts<T>? dropouts, Tape<T> tape, Var x) => dropouts?.Apply(tape, x, dropouts.HiddenRate) ?? x;

    internal static Var Attention(Dropouts<T>? dropouts, Tape<T> tape, Var p) => dropouts?.Apply(tape, p, dropouts.AttentionRate) ?? p;

    private double HiddenRate => hidden;

    private double AttentionRate => attention;

    private Var Apply(Tape<T> tape, Var x, double rate) =>
        rate == 0 ? x : tape.Apply(new Dropout<T>(rate, CounterRandom.Key(key, places++)), x);
}
