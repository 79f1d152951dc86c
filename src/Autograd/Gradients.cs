using System.Diagnostics;
using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>The result of a walk backwards over a tape. Its tensors live as long as the tape.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Gradients<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> tape;
    private readonly IBackwardRules<T>? rules;
    private readonly Tensor<T>?[] gradients;
    private readonly bool[] needed;

    private readonly IReadOnlyDictionary<Var, Slot<T>> places;

    internal Gradients(
        Tape<T> tape, Var output, Tensor<T> seed, IReadOnlyCollection<Var> wanted, IReadOnlyDictionary<Var, Slot<T>> places,
        IBackwardRules<T>? rules, CancellationToken cancellation)
    {
        this.tape = tape;
        this.rules = rules;
        this.places = places;
        gradients = new Tensor<T>?[tape.Nodes.Count];
        Milliseconds = new double[tape.Nodes.Count];
        needed = Needed(tape, output, wanted);
        gradients[output.Index] = Copy(seed);
        for (int i = output.Index; i >= 0; i--)
        {
            cancellation.ThrowIfCancellationRequested();
            if (needed[i] && gradients[i] is { } dy && tape.Nodes[i].Op is { } op) Step(i, op, dy);
        }
        foreach (var value in wanted) gradients[value.Index] ??= Untouched(value);
    }

    /// <summary>The gradient with respect to a value, of the value's shape.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for and not on the way.</exception>
    public Tensor<T> this[Var value] => Find(value)
        ?? throw new KeyNotFoundException($"No gradient was computed for value {value.Index} ({tape.Nodes[value.Index].Name}).");

    /// <summary>The gradient with respect to a value, where the host can read it.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for and not on the way.</exception>
    public Tensor<T> Fetch(Var value) => tape.Device.ToHost(this[value]);

    /// <summary>Milliseconds of each backward step, by value.</summary>
    internal double[] Milliseconds { get; }

    /// <summary>The gradient with respect to a value if there is one.</summary>
    public Tensor<T>? Find(Var value) => value.Index < gradients.Length ? gradients[value.Index] : null;

    // A value is needed if it is wanted or computed from a needed one.
    private static bool[] Needed(Tape<T> tape, Var output, IReadOnlyCollection<Var> wanted)
    {
        var needed = new bool[tape.Nodes.Count];
        foreach (var value in wanted) needed[value.Index] = true;
        for (int i = 0; i <= output.Index; i++)
            foreach (var input in tape.Nodes[i].Inputs) needed[i] |= needed[input.Index];
        return needed;
    }

    private void Step(int index, IOp<T> op, Tensor<T> dy)
    {
        long started = Stopwatch.GetTimestamp();
        var node = tape.Nodes[index];
        var slots = new Slot<T>[node.Inputs.Length];
        for (int i = 0; i < slots.Length; i++) slots[i] = SlotFor(node.Inputs, i);
        // One input twice: the second slot adds to what the first stores.
        if (rules is null) op.Backward(tape.Device, node.Pass, dy, slots);
        else rules.Take(new(tape.Device, op, node.Pass, dy, slots));
        Milliseconds[index] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private Slot<T> SlotFor(Var[] inputs, int i)
    {
        int index = inputs[i].Index;
        if (!needed[index]) return default;
        if (gradients[index] is { } there) return new(there, Accumulate: true);
        if (places.TryGetValue(inputs[i], out var place))
        {
            gradients[index] = place.Tensor;
            return place;
        }
        return new(gradients[index] = tape.Device.Allocate(tape[inputs[i]].Shape), Accumulate: false);
    }

    private Tensor<T> Copy(Tensor<T> seed)
    {
        var copy = tape.Device.Allocate(seed.Shape);
        tape.Device.Copy(tape.Device.ToDevice(seed), copy);
        return copy;
    }

    // The output does not depend on it.
    private Tensor<T> Untouched(Var value)
    {
        var place = places.GetValueOrDefault(value);
        var gradient = place.Tensor ?? tape.Device.Allocate(tape[value].Shape);
        if (!place.Accumulate) tape.Device.Clear(gradient);
        return gradient;
    }
}
