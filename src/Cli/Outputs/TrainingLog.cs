using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// training.jsonl: every tenth update's loss, norm and rate, and every evaluation. A resumed run takes back what was logged after
/// its checkpoint.
/// </summary>
internal sealed class TrainingLog(string path) : IDisposable
{
    private const int Every = 10;
    private StreamWriter? _writer;

    public string Path { get; } = path;

    /// <summary>Updates of the whole run, once they are known.</summary>
    public int? Total { get; set; }

    public void Updated(TrainingState state, UpdateResult result)
    {
        _writer ??= RunLog.GoOn(Path, state.Updates);
        if (state.Updates % Every == 0)
            Write(new JsonObject
            {
                ["update"] = state.Updates,
                ["loss"] = result.Loss,
                ["norm"] = result.Norm,
                ["rate"] = result.Rate,
                ["tokens"] = state.Tokens,
                ["seconds"] = Math.Round(state.Seconds, 3),
            });
    }

    public void Evaluated(TrainingState state, Evaluation evaluation) => Write(new JsonObject
    {
        ["update"] = state.Updates,
        ["evaluation"] = new JsonObject(evaluation.Measures.Select(measure => KeyValuePair.Create(measure.Key, (JsonNode?)measure.Value))),
    });

    public void Dispose() => _writer?.Dispose();

    private void Write(JsonObject line) => _writer?.WriteLine(line.ToJsonString(JsonSerializerOptions.Default));
}
