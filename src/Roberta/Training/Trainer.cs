using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>How weights are updated.</summary>
/// <param name="Schedule">The rate of each update.</param>
/// <param name="Adam">Constants of the optimizer.</param>
/// <param name="WeightDecay">Decay of matrices; what has one dimension does not decay.</param>
/// <param name="Clip">Largest norm of all gradients together; none if null.</param>
public sealed record TrainerOptions(LinearSchedule Schedule, AdamWOptions? Adam = null, double WeightDecay = 0.01, double? Clip = 1);

/// <summary>A part of an update's loss, computed by itself; parts accumulate.</summary>
/// <param name="Build">Records the loss, a scalar, on a tape.</param>
/// <param name="Share">Its weight; the shares of an update add up to 1 where the loss is a mean.</param>
/// <param name="Name">What it is the loss of; parts of one name are told as one.</param>
/// <typeparam name="T">float or double.</typeparam>
public readonly record struct LossPart<T>(Func<Tape<T>, Var> Build, double Share = 1, string Name = "loss") where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>What an update saw before it changed anything.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Norm">The norm of all gradients together, before clipping.</param>
/// <param name="Rate">The rate.</param>
public readonly record struct UpdateResult(double Loss, double Norm, double Rate)
{
    /// <summary>The losses that add up to <c>Loss</c>, each by its name.</summary>
    public IReadOnlyList<NamedLoss> Losses { get; init; } = [];
}

/// <summary>One of several losses of an update.</summary>
/// <param name="Name">What it is the loss of.</param>
/// <param name="Loss">Its mean, not yet weighed.</param>
/// <param name="Share">Its weight in the sum.</param>
public sealed record NamedLoss(string Name, double Loss, double Share);

/// <summary>
/// Updates parameters one batch at a time: loss, gradients of every parameter, clipping, AdamW. The order of all sums is fixed
/// by shape: the same batches give the same bits on any number of threads.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Trainer<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TrainerOptions options;
    private readonly ArenaMark start;
    private readonly (Parameter<T> Parameter, Tensor<T> Gradient)[] gradients;

    /// <summary>A trainer of some parameters, which move to the device; the device serves nobody else before it is disposed.</summary>
    public Trainer(Device<T> device, IEnumerable<Parameter<T>> parameters, TrainerOptions options)
    {
        (Device, this.options) = (device, options);
        start = device.Mark();
        Optimizer = new AdamW<T>(device, ParameterGroup<T>.ByDimensions(parameters, options.WeightDecay), options.Adam);
        gradients = [.. Optimizer.Trained.Select(trained => (trained.Parameter, trained.Gradient))];
    }

    /// <summary>Where everything is computed.</summary>
    public Device<T> Device { get; }

    /// <summary>The optimizer with its parameters and means.</summary>
    public AdamW<T> Optimizer { get; }

    /// <summary>One update.</summary>
    /// <param name="parts">What the loss consists of.</param>
    /// <param name="watch">Looks at values, gradients and weights as they come by.</param>
    /// <param name="cancellation">Stops before anything is changed.</param>
    /// <exception cref="NotFiniteException">The loss or a gradient is NaN or infinite; no weight was changed.</exception>
    public UpdateResult Update(IReadOnlyList<LossPart<T>> parts, IWatch<T>? watch = null, CancellationToken cancellation = default)
    {
        int update = Optimizer.Updates;
        double loss = 0;
        var losses = new double[parts.Count];
        for (int i = 0; i < parts.Count; i++) loss += losses[i] = Part(parts[i], update, i > 0, i == 0 ? watch : null, cancellation);
        double norm = Norm.Of(Device, gradients.Select(entry => entry.Gradient));
        if (!double.IsFinite(norm)) throw TrainingFailure.OfGradients(update, Device, gradients);
        double rate = options.Schedule.At(update);
        watch?.BeforeUpdate(Device, Optimizer.Trained);
        Optimizer.Update(rate, AdamW<T>.ClipFactor(norm, options.Clip));
        watch?.AfterUpdate(Device, Optimizer.Trained);
        return new(loss, norm, rate) { Losses = Named(parts, losses) };
    }

    /// <summary>Gives back the device's memory; the parameters' values go with it on an accelerator.</summary>
    public void Dispose() => Device.Release(start);

    private static NamedLoss[] Named(IReadOnlyList<LossPart<T>> parts, double[] losses) =>
        [.. parts.Zip(losses, (part, loss) => (part.Name, part.Share, Loss: loss)).GroupBy(part => part.Name).Select(group =>
            new NamedLoss(group.Key, group.Sum(part => part.Loss) / group.Sum(part => part.Share), group.Sum(part => part.Share)))];

    private double Part(LossPart<T> part, int update, bool accumulate, IWatch<T>? watch, CancellationToken cancellation)
    {
        using var tape = new Tape<T>(Device, cancellation);
        var output = part.Build(tape);
        double loss = double.CreateTruncating(tape.Fetch(output).Span[0]);
        if (!double.IsFinite(loss)) throw TrainingFailure.OfValues(update, tape);
        watch?.Values(tape);
        tape.Backward(output, Tensor<T>.From(new(), [T.CreateChecked(part.Share)]), gradients, accumulate);
        return part.Share * loss;
    }
}
