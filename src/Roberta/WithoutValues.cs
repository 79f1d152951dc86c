using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>
/// Attention of which one position of each sequence has no part: P_ij v_j = 0 for every query i of every head. That is its value vectors set to zero,
/// bias included.
/// </summary>
/// <param name="layout">Sequences and heads.</param>
/// <param name="places">The position j of each sequence.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class WithoutValues<T>(AttentionLayout layout, int[] places) : IInsertions<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public bool ChangeAttention => true;

    public Var Hidden(Tape<T> tape, Var x) => x;

    public Var Attention(Tape<T> tape, Var p)
    {
        var changed = Tensor<T>.From(tape[p].Shape, tape.Fetch(p).Span);                                // (Σ H m n)
        for (int s = 0; s < places.Length; s++)
            for (int row = 0; row < layout.Heads * layout.QueriesOf(s); row++)
                changed.Span[layout.Offset(s, 0) + row * layout.Length(s) + places[s]] = T.Zero;
        return tape.Leaf(changed);
    }
}
