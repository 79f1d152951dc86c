namespace PureSaliency.Roberta.Training;

/// <summary>How often each class was taken for each. Only pairs that occur are held.</summary>
/// <param name="labels">Names of the classes.</param>
public sealed class Confusion(IReadOnlyList<string> labels)
{
    private readonly Dictionary<(int Truth, int Prediction), long> counts = [];

    /// <summary>Names of the classes in the model's order.</summary>
    public IReadOnlyList<string> Labels { get; } = labels;

    /// <summary>Texts of a class that were taken for another, or for itself.</summary>
    public long this[int truth, int prediction] => counts.GetValueOrDefault((truth, prediction));

    /// <summary>Counts a text.</summary>
    public void Add(int truth, int prediction) => counts[(truth, prediction)] = this[truth, prediction] + 1;

    /// <summary>Precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassFigures> Figures()
    {
        var (truths, predictions) = (new long[Labels.Count], new long[Labels.Count]);
        foreach (var ((truth, prediction), count) in counts)
        {
            truths[truth] += count;
            predictions[prediction] += count;
        }
        return [.. Labels.Select((label, i) => new ClassFigures(
            i, label, truths[i], predictions[i], this[i, i], ClassFigures.F1Of(this[i, i], truths[i], predictions[i])))];
    }
}
