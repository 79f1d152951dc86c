using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>
/// Weights may be finite and what is computed from them not. A pass looks at its last numbers only, which costs nothing; where these
/// are not finite, it is run again with all of its values kept, to name the first that is not.
/// </summary>
public static class FinitePass
{
    /// <summary>Throws unless the logits of a pass are finite.</summary>
    /// <param name="model">What computed them.</param>
    /// <param name="device">Where to look for the first value that is not; a tape that is open there stays as it is.</param>
    /// <param name="logits">A row per sequence, where the host can read it.</param>
    /// <param name="batch">The sequences.</param>
    /// <exception cref="NotFiniteException">One is not; the message names operation and layer.</exception>
    public static void CheckLogits<T>(SequenceClassifier<T> model, Device<T> device, Tensor<T> logits, Batch batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        if (Simd.AllFinite<T>(logits.Span)) return;
        int sequence = 0;
        while (Simd.AllFinite<T>(logits.Row(sequence))) sequence++;
        using var tape = new Tape<T>(device);
        var alone = batch.Alone(sequence);
        model.Forward(tape, alone);
        throw Failure<T>("logits", Where(tape, model.Config.Layers) ?? "one of them");
    }

    /// <summary>The error of a language model whose loss at some rows of a batch is not finite.</summary>
    public static NotFiniteException OfGuesses<T>(MaskedLanguageModel<T> model, Device<T> device, Batch batch, int[] rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        using var tape = new Tape<T>(device);
        model.Forward(tape, batch, rows: rows);
        return Failure<T>("logits", Where(tape, model.Config.Layers, "language model's head") ?? "the loss alone");
    }

    /// <summary>The error of a pass whose gradient or scores are not finite though its logits are.</summary>
    /// <param name="model">What was differentiated.</param>
    /// <param name="device">Where to look for the first value that is not.</param>
    /// <param name="sequence">The sequence alone.</param>
    /// <param name="explain">The explained value and its seed, from the logits.</param>
    /// <param name="layer">Whose scores they are.</param>
    public static NotFiniteException OfScores<T>(
        SequenceClassifier<T> model, Device<T> device, Batch sequence, Func<Tape<T>, Var, (Var Output, Tensor<T> Seed)> explain, int layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(explain);
        string scores = $"scores of layer {layer}";
        using var tape = new Tape<T>(device);
        var (states, logits) = model.Forward(tape, sequence);
        var (output, seed) = explain(tape, logits);
        if (Where(tape, model.Config.Layers) is { } value) return Failure<T>(scores, value);
        var gradients = tape.Backward(output, seed, [.. states.Hidden]);
        // The walk goes down from the last layer.
        int first = states.Hidden.Count - 1;
        while (first >= 0 && Simd.AllFinite<T>(gradients.Fetch(states.Hidden[first]).Span)) first--;
        return Failure<T>(scores, first < 0 ? "one of these scores" : $"in the gradient of layer {first}");
    }

    /// <summary>The error of a language model's head that gives what is not finite for rows (N, K) of a layer.</summary>
    public static NotFiniteException OfHead<T>(LmHead<T> head, Device<T> device, Tensor<T> rows, int layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(head);
        using var tape = new Tape<T>(device);
        head.Logits(tape, tape.Leaf(rows));
        return Failure<T>($"words that layer {layer} decodes to",
            tape.FirstNotFinite() is { } first ? $"{Operation(tape, first.Value, first.Operation)} of the language model's head" : "among their probabilities");
    }

    // Layer l is the output of block l; what comes before the first block is layer 0, what comes after the last the head's.
    private static string? Where<T>(Tape<T> tape, int layers, string head = "classifier") where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tape.FirstNotFinite() is not { } first) return null;
        int layer = tape.Named().Where(entry => entry.Name.StartsWith("hidden.", StringComparison.Ordinal))
            .TakeWhile(entry => entry.Value.Index < first.Value.Index).Count();
        return $"{Operation(tape, first.Value, first.Operation)} {(layer > layers ? $"of the {head}" : $"on the way to layer {layer} of {layers}")}";
    }

    private static string Operation<T>(Tape<T> tape, Var value, string operation) where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] given = [.. tape.GivenTo(value)];
        return $"in the operation '{operation}'{(given.Length > 0 ? $" with {string.Join(" and ", given)}" : "")}";
    }

    private static NotFiniteException Failure<T>(string what, string where) => new(
        $"The {what} are not finite: the first value that is NaN or infinite is {where}. "
        + (typeof(T) == typeof(float) ? "The weights are too large for float32; float64 has more room." : "The weights are too large for float64."));
}
