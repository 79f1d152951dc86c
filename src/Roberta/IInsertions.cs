using System.Numerics;
using PureSaliency.Autograd;

namespace PureSaliency.Roberta;

/// <summary>What is put into a pass behind some of its steps. A pass that only computes has none.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IInsertions<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether attention probabilities are changed; they have to be a value on the tape then.</summary>
    bool ChangeAttention { get; }

    /// <summary>What takes the place of rows behind the embeddings, attention, feed-forward part or within the classifier.</summary>
    Var Hidden(Tape<T> tape, Var x);

    /// <summary>What takes the place of attention probabilities.</summary>
    Var Attention(Tape<T> tape, Var p);
}

/// <summary>Nothing is put in.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NoInsertions<T> : IInsertions<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private NoInsertions()
    {
    }

    public static NoInsertions<T> Instance { get; } = new();

    public bool ChangeAttention => false;

    public Var Hidden(Tape<T> tape, Var x) => x;

    public Var Attention(Tape<T> tape, Var p) => p;
}
