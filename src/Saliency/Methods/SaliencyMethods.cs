namespace PureSaliency.Saliency.Methods;

/// <summary>All methods; a new one is a line here.</summary>
public static class SaliencyMethods
{
    /// <summary>One of each, by families.</summary>
    public static IReadOnlyList<ISaliencyMethod> All { get; } =
    [
        new GradCam(),
        new GradNorm(),
        new GradXInput(),
        new HotFlip(),
        new IntegratedGradients(),
        new SmoothGrad(),
        new SmoothGradSquared(),
        new GradientShap(),
        new DeepLift(),
        new DeepLiftShap(),
        new Lrp(),
        new AttentionRollout(),
        new GradientRollout(),
        new GradSam(),
        new AttCat(),
        new ValueZeroing(),
        new LeaveOneOut(),
        new Occlusion(),
        new Lime(),
        new KernelShap(),
        new Shapley(),
        new ShapleySampling(),
        new RandomScores(),
    ];

    /// <summary>The method of a name; null if there is none.</summary>
    public static ISaliencyMethod? Find(string? name) => All.FirstOrDefault(method => method.Info.Name == name);

    /// <summary>The method of a name that is known.</summary>
    public static ISaliencyMethod For(string name) =>
        Find(name) ?? throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such method.");
}
