using System.Text.Json.Nodes;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// training.jsonl: every tenth update's loss, norm and rate, the losses that it is the sum of, and every evaluation. A resumed run takes back what was logged after
/// its checkpoint.
/// </summary>
internal sealed class TrainingLog(string path) : IDisposable
{
    private const int Every = 10;
    private RunLog? _log;

    public string Path { get; } = path;

    /// <summary>Updates of the whole run, once they are known.</summary>
    public int? Total { get; set; }

    public void Updated(TrainingState state, UpdateResult result)
    {
        _log ??= RunLog.GoOn(Path, state.Updates);
        if (state.Updates % Every == 0)
            _log.Write(Line(state, result));
    }

    public void Evaluated(TrainingState state, Evaluation evaluation) => _log?.Write(new JsonObject
    {
        ["update"] = state.Updates,
        ["evaluation"] = new JsonObject(evaluation.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)metric.Value))),
    });

    public void Dispose() => _log?.Dispose();

    private static JsonObject Line(TrainingState state, UpdateResult result)
    {
        var line = new JsonObject
        {
            ["update"] = state.Updates,
            ["loss"] = result.Loss,
            ["norm"] = result.Norm,
            ["rate"] = result.Rate,
            ["tokens"] = state.Tokens,
            ["seconds"] = Math.Round(state.Seconds, 3),
        };
        if (result.Losses.Count > 1) // which the loss is the sum of
            line["losses"] = new JsonObject(result.Losses.Select(one => KeyValuePair.Create(
                one.Name, (JsonNode?)new JsonObject { ["loss"] = one.Loss, ["weight"] = one.Share })));
        return line;
    }
}
