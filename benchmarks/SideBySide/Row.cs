namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>One piece of work that both sides do. Where the peer has several ways of doing it, its fastest counts.</summary>
internal sealed record Row(string Name, Action Ours, params Action[] Peers)
{
    /// <summary>Ours over the peer's time that we mean to stay below, on all cores.</summary>
    public double? Target => Targets.TryGetValue(Name, out double target) ? target : null;

    private static readonly Dictionary<string, double> Targets = new()
    {
        ["forward 1×32"] = 0.60,
        ["gradient l=0 1×32"] = 0.55,
        ["gradient l=0 1×128"] = 0.70,
        ["gradient l=0 8×32"] = 0.85,
        ["gradient l=0 8×128"] = 0.92,
        ["lm-head top-50 1×32"] = 0.50,
        ["lm-head top-50 1×128"] = 0.60,
        ["decoded grad-cam 1×32"] = 0.55,
        ["mixed batch, peer padded"] = 0.45,
        ["mixed batch, peer one by one"] = 0.45,
        ["mixed batch, peer in buckets"] = 0.80,
        ["integrated gradients 1×32"] = 0.80,
        ["integrated gradients 1×128"] = 0.85,
    };

    /// <summary>On one thread no row may be slower than this.</summary>
    public const double OneThreadTarget = 1.05;
}
