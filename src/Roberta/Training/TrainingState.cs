using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Where a run stands beside its weights and means. Batches, masks and dropout depend on the seed and the number of the update
/// alone, so that this number is the position in the data and the state of all random numbers.
/// </summary>
/// <param name="Updates">Updates done.</param>
/// <param name="Settings">What the run was started with; a resumed one must be told the same.</param>
/// <param name="Best">The best evaluation so far; null before the first.</param>
/// <param name="Idle">Evaluations since then.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="Tokens">Tokens seen.</param>
public sealed record TrainingState(
    int Updates, IReadOnlyDictionary<string, string> Settings, BestEvaluation? Best = null, int Idle = 0, double Seconds = 0, long Tokens = 0)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private bool IsSound => Updates >= 0 && Idle >= 0 && Tokens >= 0 && double.IsFinite(Seconds) && Seconds >= 0
        && Settings?.Values.All(value => value is not null) == true && (Best is not { } best || (best.Update >= 0 && double.IsFinite(best.Score)));

    internal string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    internal static TrainingState Read(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize<TrainingState>(File.ReadAllBytes(path))
                ?? throw new InputException($"'{path}' holds null, expected the state of a training run.");
            return state.IsSound ? state : throw new InputException(
                $"'{path}' is no state of a training run: expected counts and seconds from 0 on, finite scores, and settings that are texts.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be read: {problem.Message.TrimEnd('.')}.", problem);
        }
        catch (JsonException problem)
        {
            throw new InputException($"'{path}' is no state of a training run: {problem.Message.Split(" Path:")[0]}", problem);
        }
    }

    /// <summary>Throws unless it says what the states of runs say.</summary>
    internal void CheckShape(string folder)
    {
        if (!Settings.ContainsKey("updates") || !Settings.ContainsKey("seed"))
            throw new InputException($"'{folder}' is no checkpoint of a training run: its state has no settings.");
    }

    /// <summary>Throws unless a run is resumed with what it was started with, as far as an older version wrote that down.</summary>
    internal void CheckSettings(IReadOnlyDictionary<string, string> now, string folder)
    {
        string[] changed = [.. Settings.Keys.Order(StringComparer.Ordinal)
            .Where(name => Settings.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {Settings[name]}, is {now.GetValueOrDefault(name, "not given")}")];
        if (changed.Length > 0)
            throw new InputException($"'{folder}' was begun with other settings: {string.Join("; ", changed)}.");
    }
}

/// <summary>The best evaluation of a run.</summary>
/// <param name="Update">Updates done then.</param>
/// <param name="Score">Its score.</param>
public sealed record BestEvaluation(int Update, double Score);
