using System.CommandLine;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>What a checkpoint is.</summary>
internal sealed class InfoCommand : ExampleCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string?> _model = new("DIR")
    {
        Description = "A model folder or a short name (default sst2).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _tensors = new("--tensors") { Description = "List every tensor." };

    public InfoCommand(Terminal terminal) : base(
        "info", "Says what a checkpoint is: sizes, labels, tensors, what is missing, memory needed. Exit code 2 if it cannot be used.",
        """
        puresaliency info
        puresaliency info weights/roberta-mini --tensors
        """)
    {
        _terminal = terminal;
        Add(_model);
        Add(_tensors);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string folder = ModelFolders.Find(given.GetValue(_model));
        var config = ModelConfig.Load(folder);
        using var checkpoint = SafetensorsSet.Open(folder);
        using var writer = _terminal.Writer();
        Sizes(writer, folder, config);
        TensorEntry[] entries = [.. checkpoint.Names.Order(StringComparer.Ordinal).Select(name => Entry(checkpoint, name))];
        Weights(writer, config, checkpoint, entries);
        if (given.GetValue(_tensors))
            foreach (var entry in entries)
                writer.WriteLine($"  {Printable.Name(entry.Name),-72} {entry.DType.Name(),-5} [{string.Join(", ", entry.Shape)}]");
        string? problem = Problem(folder, config);
        writer.WriteLine(problem is null ? "usable         yes, nothing missing, unused or misshapen" : $"usable         no: {problem}");
        return problem is null ? Shell.Fine : Shell.BadInput;
    }

    private static void Sizes(TextWriter writer, string folder, ModelConfig config)
    {
        writer.WriteLine($"folder         {Printable.Line(folder)}");
        writer.WriteLine($"architecture   {string.Join(", ", config.Architectures.Select(Printable.Name))} ({Printable.Name(config.ModelType)})");
        writer.WriteLine($"size           {config.Layers} blocks × {config.Hidden}, {config.Heads} heads, inner width {config.Intermediate}");
        writer.WriteLine($"vocabulary     {config.Vocabulary}, at most {config.MaxTokens} tokens a pass, layer norm ε {config.LayerNormEpsilon}");
        writer.WriteLine($"labels         {(config.Labels is { } labels ? string.Join(", ", labels.Select(Printable.Name)) : "none in config.json")}");
        writer.WriteLine($"language model {Printable.Line(ModelFolders.FindLanguageModel(folder, config, ModelSettings.Load(folder)) ?? "none found")}");
    }

    private static void Weights(TextWriter writer, ModelConfig config, SafetensorsSet checkpoint, TensorEntry[] entries)
    {
        double parameters = entries.Sum(entry => (double)entry.Count), stored = entries.Sum(entry => (double)entry.ByteLength);
        writer.WriteLine($"files          {string.Join(", ", checkpoint.Files.Select(file => Printable.Name(Path.GetFileName(file))))}");
        writer.WriteLine($"tensors        {entries.Length}, {parameters:#,0} numbers, {Mebibytes(stored)} stored as "
            + string.Join(", ", entries.Select(entry => entry.DType.Name()).Distinct()));
        // The weights as float32, and a pass of the longest text.
        double pass = config.MaxTokens * (double)(12 * config.Hidden + 2 * config.Intermediate) * 2 * config.Layers
            + 2.0 * config.Heads * config.MaxTokens * config.MaxTokens * config.Layers;
        writer.WriteLine($"memory         about {Mebibytes(4 * parameters)} of weights in float32, "
            + $"up to {Mebibytes(4 * pass)} for a pass of {config.MaxTokens} tokens with gradients; twice that in float64");
    }

    private static string? Problem(string folder, ModelConfig config)
    {
        try
        {
            if (config.Architectures.Any(name => name.Contains("MaskedLM", StringComparison.Ordinal)))
                MaskedLanguageModel<float>.Load(folder, withEncoder: true).Dispose();
            else
                SequenceClassifier<float>.Load(folder).Dispose();
            return null;
        }
        catch (InputException problem)
        {
            return problem.Message;
        }
    }

    private static TensorEntry Entry(SafetensorsSet checkpoint, string name) =>
        checkpoint.TryGet(name, out _, out var entry) ? entry : throw new KeyNotFoundException(name);

    private static string Mebibytes(double bytes) => $"{bytes / (1 << 20):#,0.0} MiB";
}
