using System.Text.Json.Nodes;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Writes what flows in an update as a line of JSON: of every named value its mean, root mean square and largest size; of every
/// parameter the norms of weight, gradient and update.
/// </summary>
public sealed class TrainingWatch(string path) : IWatch<float>, IDisposable
{
    private readonly Dictionary<string, float[]> before = [];
    private RunLog? log;
    private JsonObject line = [], parameters = [];

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Begins the line of an update.</summary>
    public TrainingWatch At(int update)
    {
        log ??= RunLog.GoOn(Path, update);
        (line, parameters) = (new() { ["update"] = update }, []);
        return this;
    }

    /// <inheritdoc/>
    public void Values(Tape<float> tape) =>
        line["values"] = new JsonObject(tape.Named().Select(value => KeyValuePair.Create(value.Name, (JsonNode?)Statistics(tape.Fetch(value.Value).Span))));

    /// <inheritdoc/>
    public void BeforeUpdate(Device<float> device, IReadOnlyList<Trained<float>> trained)
    {
        foreach (var one in trained)
        {
            string name = one.Parameter.Name;
            var weight = before.TryGetValue(name, out var known) ? known : before[name] = new float[one.Parameter.Value.Count];
            device.Download(one.Parameter.Value, weight);
            parameters[name] = new JsonObject { ["weight"] = Norm.Of(device, one.Parameter.Value), ["gradient"] = Norm.Of(device, one.Gradient) };
        }
    }

    /// <inheritdoc/>
    public void AfterUpdate(Device<float> device, IReadOnlyList<Trained<float>> trained)
    {
        foreach (var one in trained)
            parameters[one.Parameter.Name]!["update"] = Distance(before[one.Parameter.Name], device.ToHost(one.Parameter.Value).Span);
        line["parameters"] = parameters;
        log!.Write(line);
    }

    /// <inheritdoc/>
    public void Dispose() => log?.Dispose();

    private static JsonObject Statistics(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0, largest = 0;
        foreach (float value in values) (sum, squares, largest) = (sum + value, squares + (double)value * value, Math.Max(largest, Math.Abs(value)));
        return new() { ["mean"] = sum / values.Length, ["rms"] = Math.Sqrt(squares / values.Length), ["largest"] = largest };
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++) squares += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return Math.Sqrt(squares);
    }
}
