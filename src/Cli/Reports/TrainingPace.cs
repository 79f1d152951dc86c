using System.Diagnostics;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Cli.Reports;

/// <summary>How a training run goes and how long it will take.</summary>
internal sealed class TrainingPace
{
    private const double Memory = 0.98; // of the shown loss for the one before
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<string, double> _losses = [];
    private long _tokens;
    private int _updates;

    public string Updated(TrainingState state, UpdateResult result, int tokens, int total)
    {
        (_tokens, _updates) = (_tokens + tokens, _updates + 1);
        double seconds = Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
        var left = TimeSpan.FromSeconds(seconds / _updates * (total - state.Updates));
        return FormattableString.Invariant($"update {state.Updates:#,0} of {total:#,0}, {Losses(result)}, rate {result.Rate:0.0e+0}, {_tokens / seconds:#,0} tokens/s, ")
            + $"{Pace.Left(left)} left";
    }

    private string Losses(UpdateResult result)
    {
        double sum = Smooth("", result.Loss);
        return result.Losses.Count < 2 ? FormattableString.Invariant($"loss {sum:0.000}") : string.Join(", ", result.Losses
            .Select(one => FormattableString.Invariant($"{one.Name} loss {Smooth(one.Name, one.Loss):0.000} (weight {one.Share:0.##})")))
            + FormattableString.Invariant($", sum {sum:0.000}");
    }

    private double Smooth(string name, double loss) =>
        _losses[name] = _losses.TryGetValue(name, out double before) ? Memory * before + (1 - Memory) * loss : loss;
}
