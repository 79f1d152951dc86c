using PureSaliency.Autograd.Training;

namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>How both sides update. The rate is constant, and low: timed updates repeat one batch, which is not to be learned by heart.</summary>
internal static class TrainingConstants
{
    public const double Rate = 1e-4, WeightDecay = 0.01, Clip = 1;

    public static readonly AdamWOptions Adam = new();
}

/// <summary>What a step saw before it changed anything: the loss, and the norm of all gradients before clipping.</summary>
internal readonly record struct StepResult(double Loss, double Norm);
