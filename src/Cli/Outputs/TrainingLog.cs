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
        _writer ??= Open(state.Updates);
        if (state.Updates % Every == 0)
            Write(new JsonObject
            {
                ["update"] = state.Updates, ["loss"] = result.Loss, ["norm"] = result.Norm, ["rate"] = result.Rate,
                ["tokens"] = state.Tokens, ["seconds"] = Math.Round(state.Seconds, 3),
            });
    }

    public void Evaluated(TrainingState state, Evaluation evaluation) => Write(new JsonObject
    {
        ["update"] = state.Updates,
        ["evaluation"] = new JsonObject(evaluation.Measures.Select(measure => KeyValuePair.Create(measure.Key, (JsonNode?)measure.Value))),
    });

    public void Flush() => _writer?.Flush();

    public void Dispose() => _writer?.Dispose();

    /// <summary>The lines of a log.</summary>
    public static IEnumerable<JsonObject> Read(string path) => File.ReadLines(path)
        .TakeWhile(line => line.EndsWith('}')) // a killed run may have left half a line
        .Select(line => (JsonObject)JsonNode.Parse(line)!);

    private StreamWriter Open(int update)
    {
        string[] before = File.Exists(Path) ? [.. Read(Path).Where(line => (int)line["update"]! < update).Select(line => line.ToJsonString())] : [];
        var writer = new StreamWriter(Path) { NewLine = "\n" };
        foreach (string line in before) writer.WriteLine(line);
        return writer;
    }

    private void Write(JsonObject line) => _writer?.WriteLine(line.ToJsonString(JsonSerializerOptions.Default));
}
