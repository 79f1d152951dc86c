using PureSaliency.Benchmarks.SideBySide.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>A way of updating the peer's weights by their gradients.</summary>
internal interface IPeerOptimizer : IDisposable
{
    void Step();
}

/// <summary>AdamW as TorchSharp has it.</summary>
internal sealed class LibraryAdamW : IPeerOptimizer
{
    private readonly AdamW optimizer;

    public LibraryAdamW(IReadOnlyList<Parameter> parameters)
    {
        var matrices = parameters.ToLookup(parameter => parameter.dim() > 1);
        optimizer = optim.AdamW([Group(matrices[true], TrainingConstants.WeightDecay), Group(matrices[false], 0)]);
    }

    public void Step() => optimizer.step();

    public void Dispose() => optimizer.Dispose();

    private static AdamW.ParamGroup Group(IEnumerable<Parameter> parameters, double decay) => new([.. parameters],
        TrainingConstants.Rate, TrainingConstants.Adam.Beta1, TrainingConstants.Adam.Beta2, TrainingConstants.Adam.Epsilon, decay);
}

/// <summary>AdamW in as few passes over memory as operations in place allow: constants that divide everything are taken to the step.</summary>
internal sealed class InPlaceAdamW : IPeerOptimizer
{
    private readonly (Parameter Weight, Tensor Mean, Tensor Variance, bool Decays)[] trained;
    private int updates;

    public InPlaceAdamW(IReadOnlyList<Parameter> parameters)
    {
        using var quiet = no_grad();
        trained = [.. parameters.Select(weight => (weight, zeros_like(weight), zeros_like(weight), weight.dim() > 1))];
    }

    public void Step()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        updates++;
        var (β1, β2, ε) = TrainingConstants.Adam;
        double root = Math.Sqrt(1 - Math.Pow(β2, updates)), step = TrainingConstants.Rate / (1 - Math.Pow(β1, updates)) * root;
        foreach (var (weight, mean, variance, decays) in trained)
        {
            var gradient = weight.grad!;
            mean.lerp_(gradient, 1 - β1);
            variance.mul_(β2).addcmul_(gradient, gradient, 1 - β2);
            if (decays) weight.mul_(1 - TrainingConstants.Rate * TrainingConstants.WeightDecay);
            weight.addcdiv_(mean, variance.sqrt().add_(ε * root), -step);
        }
    }

    public void Dispose()
    {
        foreach (var (_, mean, variance, _) in trained)
        {
            mean.Dispose();
            variance.Dispose();
        }
    }
}
