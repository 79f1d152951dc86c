using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>What there is to say of a model's folder, a line a matter.</summary>
internal sealed class ModelReport(TextWriter writer, ModelFolder folder, CheckpointContents contents, ModelUses uses)
{
    private const int MostListed = 12;
    private readonly ModelConfig _config = folder.Config;

    public void Write()
    {
        Line("folder", folder.Location);
        Line("architecture", $"{Listed(_config.Architectures)} ({_config.ModelType})");
        Line("head", contents.Head.InWords());
        if (contents.Head == HeadKind.SequenceClassifier) Line("outputs", Outputs());
        Line("size", $"{_config.Layers} blocks × {_config.Hidden}, {_config.Heads} heads, inner width {_config.Intermediate}");
        Line("vocabulary", $"{_config.Vocabulary}, at most {_config.MaxTokens} tokens a pass, layer norm ε {_config.LayerNormEpsilon}");
        Line("tokenizer", uses.Tokenizer is { } tokenizer ? $"{tokenizer.VocabularySize} pieces" : uses.TokenizerProblem!);
        Line("labels", _config.Labels is { } labels ? string.Join(", ", labels.Select(Printable.Name)) : "none in config.json");
        Line("language model", LanguageModel());
        Weights();
        foreach (string note in contents.Notes) Line("names", note);
        if (contents.Unneeded.Count > 0) Line("not needed", Listed(contents.Unneeded));
        if (_config.UnknownFields.Count > 0) Line("unknown fields", $"{Listed(_config.UnknownFields)} (in config.json; not read)");
        if (uses.Tokenizer?.UnknownSettings is { Count: > 0 } settings) Line("settings", $"unknown and not read: {Listed(settings)}");
    }

    public void WriteTensors()
    {
        foreach (var entry in contents.Tensors)
            writer.WriteLine($"  {Printable.Name(entry.Name),-72} {entry.DType.Name(),-5} [{string.Join(", ", entry.Shape)}]");
    }

    public void WriteUses()
    {
        if (!uses.Any)
        {
            Line("usable", $"no: {uses.Problem}");
            return;
        }
        Line("usable", uses.IsWhole ? "yes, nothing missing, unused or misshapen" : "yes, but not for all that such a model is for");
        foreach (var use in uses.All)
            writer.WriteLine($"  {use.Command,-16} {(use.Problem is { } problem ? $"no: {Printable.InMessage(problem)}" : use.Note is { } note ? $"yes, {note}" : "yes")}");
    }

    private void Weights()
    {
        double parameters = contents.Tensors.Sum(entry => (double)entry.Count), stored = contents.Tensors.Sum(entry => (double)entry.ByteLength);
        Line("files", string.Join(", ", contents.Files.Select(path => Path.GetFileName(path))));
        Line("tensors", $"{contents.Tensors.Count}, {parameters:#,0} numbers, {Mebibytes(stored)} stored as "
            + string.Join(", ", contents.Tensors.Select(entry => entry.DType.Name()).Distinct()));
        // The weights as float32, and a pass of the longest text.
        double pass = _config.MaxTokens * (double)(12 * _config.Hidden + 2 * _config.Intermediate) * 2 * _config.Layers
            + 2.0 * _config.Heads * _config.MaxTokens * _config.MaxTokens * _config.Layers;
        Line("memory", $"about {Mebibytes(4 * parameters)} of weights in float32, "
            + $"up to {Mebibytes(4 * pass)} for a pass of {_config.MaxTokens} tokens with gradients; twice that in float64");
    }

    // As the classifier reads them: where the file leaves their number to the weights, theirs counts.
    private string Outputs() => OutputKinds.Of(_config.ProblemType, _config.OutputCount ?? Rows("classifier.out_proj.weight") ?? 2) switch
    {
        OutputKind.ExclusiveClasses => "classes that exclude each other: a softmax over all",
        OutputKind.IndependentLabels => "labels that stand by themselves: a sigmoid each",
        _ => "numbers, read as they are",
    };

    private int? Rows(string name) => contents.Tensors.FirstOrDefault(entry => entry.Name.EndsWith(name, StringComparison.Ordinal)) is { } entry
        ? (int)entry.Shape[0] : null;

    private string LanguageModel()
    {
        try
        {
            var found = ModelFolders.SearchLanguageModel(folder.Location, _config, folder.LoadSettings());
            return found.Path ?? $"none found: {found.Missing}";
        }
        catch (InputException problem)
        {
            return problem.Message;
        }
    }

    private void Line(string name, string text) => writer.WriteLine($"{name,-14} {Printable.InMessage(text)}");

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostListed).Select(Printable.Name)) + (names.Count > MostListed ? $" and {names.Count - MostListed} more" : "");

    private static string Mebibytes(double bytes) => $"{bytes / (1 << 20):#,0.0} MiB";
}
