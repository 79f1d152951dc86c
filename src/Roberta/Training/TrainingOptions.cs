using System.Globalization;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>What both ways of training are told.</summary>
/// <param name="Output">The folder of the new model.</param>
public sealed record TrainingOptions(string Output)
{
    /// <summary>Number of updates.</summary>
    public int Updates { get; init; } = 10_000;

    /// <summary>Updates until the highest rate is reached; null takes <see cref="StandardWarmup"/>, but at most a tenth of the updates.</summary>
    public int? Warmup { get; init; }

    /// <summary>The usual <see cref="Warmup"/>.</summary>
    public int StandardWarmup { get; init; } = 500;

    /// <summary>The highest rate.</summary>
    public double Rate { get; init; } = 1e-3;

    /// <summary>Decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest norm of all gradients together; none if null.</summary>
    public double? Clip { get; init; } = 1;

    /// <summary>How batches are made.</summary>
    public BatchOptions Batches { get; init; } = new(16);

    /// <summary>When to evaluate, save and stop.</summary>
    public RunOptions Run { get; init; } = new(1_000, 500);

    /// <summary>What computes.</summary>
    public DeviceChoice Device { get; init; } = new();

    /// <summary>Number type of the written weights.</summary>
    public DType StoredType { get; init; } = DType.F16;

    /// <summary>Whether to go on with what lies in <see cref="Output"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Files that are read, so that none of them is written over.</summary>
    public IReadOnlyList<string> Read { get; init; } = [];

    internal TrainerOptions Trainer => new(new LinearSchedule(Rate, Math.Min(Rising, Updates), Updates), null, WeightDecay, Clip);

    /// <summary>What the user should know of the rate; nothing if it goes as usual.</summary>
    internal IEnumerable<string> NotesOnRate => Warmup is { } given
        ? given >= Updates && Rate > 0 ? [$"The rate rises for {given} updates and the run has {Updates}: it reaches its highest at the very end, or never."] : []
        : StandardWarmup > Rising ? [Rising == 0 ? $"The rate begins at its highest, as a run of {Updates} is too short to warm up for the usual {StandardWarmup} updates."
            : $"The rate rises for {Rising} of the {Updates} updates, a tenth, as the run is too short for the usual {StandardWarmup}."] : [];

    private int Rising => Warmup ?? Math.Min(StandardWarmup, Updates / 10);

    /// <summary>What the result depends on, by name.</summary>
    internal Dictionary<string, string> Settings() => new()
    {
        ["updates"] = Text(Updates),
        ["warmup"] = Text(Rising),
        ["rate"] = Text(Rate),
        ["weight-decay"] = Text(WeightDecay),
        ["clip"] = Clip is { } clip ? Text(clip) : "none",
        ["batch"] = Text(Batches.Size),
        ["parts"] = Text(Batches.Parts),
        ["seed"] = Text(Batches.Seed),
        ["dropout"] = Text(Batches.HiddenDropout),
        ["attention-dropout"] = Text(Batches.AttentionDropout),
        ["evaluate-every"] = Text(Run.EvaluateEvery),
        ["patience"] = Run.Patience is { } patience ? Text(patience) : "none",
    };

    internal static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
