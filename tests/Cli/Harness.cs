using System.Text;
using PureSaliency.Cli;
using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Corpus;
using PureSaliency.Tensors;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli;

/// <summary>The command line in this process, with an engine that answers from a sample, and a folder of its own.</summary>
internal sealed class Harness : IDisposable
{
    private readonly Stream _output;
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _interrupt = new();

    public Harness(Stream? output = null)
    {
        _output = output ?? new MemoryStream();
        Folder = Directory.CreateTempSubdirectory("puresaliency").FullName;
        Answer = text => Samples.Plain with { Text = text, Words = [], Tokens = [], Layers = [Empty(Samples.Plain.Layers[0])] };
    }

    public string Folder { get; }
    public Stream Input { get; set; } = Stream.Null;
    public Func<string, Explanation> Answer { get; set; }
    public List<(string Text, ExplainOptions Options)> Asked { get; } = [];
    public (string? Model, LoadOptions Options)? Loaded { get; private set; }

    public string Output => Encoding.UTF8.GetString(((MemoryStream)_output).ToArray());
    public string Error => _error.ToString();

    public void Interrupt() => _interrupt.Cancel();

    public int Run(params string[] args) => new Shell(
        new Terminal { Output = _output, Error = _error, Input = () => Input }, Load, _interrupt.Token).Run(args);

    public string Place(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Place(name), bytes);
        return Place(name);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>What is found when an explanation is tried.</summary>
    public ExplanationEvidence? Evidence { get; set; }

    private ITextExplainer Load(string? model, LoadOptions options)
    {
        Loaded = (model, options);
        return new Canned(this);
    }

    private static LayerExplanation Empty(LayerExplanation layer) => layer with { WordScores = [], TokenScores = [], PositionScores = [] };

    private sealed class Canned(Harness harness) : ITextExplainer
    {
        public Explanation Explain(string text, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            harness.Asked.Add((text, options));
            return text == "refuse" ? throw new InputException("This text is refused.") : harness.Answer(text);
        }

        public Explanation WithEvidence(Explanation explanation, CancellationToken cancellation) => explanation with { Evidence = harness.Evidence };

        public IEnumerable<Explained<TextRecord>> ExplainMany(
            IEnumerable<TextRecord> records, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation)
        {
            using var ahead = new ReadAhead<TextRecord>(records, _ => 1, 100, cancellation);
            while (ahead.Next() is { } window)
                foreach (var record in window)
                    yield return Explain(record, options, progress, cancellation);
        }

        private Explained<TextRecord> Explain(TextRecord record, ExplainOptions options, IProgress<TextProgress> progress, CancellationToken cancellation)
        {
            try
            {
                return record.Text is null ? new(record, null, record.Problem)
                    : new(record, Explain(record.Text, options, progress, cancellation), null);
            }
            catch (InputException problem)
            {
                return new(record, null, problem.Message);
            }
        }

        public MethodComparison Compare(
            string text, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress> progress, CancellationToken cancellation) =>
            MethodComparison.Of([.. options.Select(one => Explain(text, one, progress, cancellation) with { Options = one })]);

        public IEnumerable<Compared<TextRecord>> CompareMany(
            IEnumerable<TextRecord> records, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress> progress, CancellationToken cancellation) =>
            ExplainMany(records, options[0], progress, cancellation).Select(one => new Compared<TextRecord>(one.Item,
                one.Explanation is null ? null : Compare(one.Item.Text!, options, progress, cancellation), one.Problem));

        public Prediction Predict(string text, IProgress<TextProgress> progress, CancellationToken cancellation) =>
            Samples.Predicted(Explain(text, new(), progress, cancellation));

        public IEnumerable<Predicted<TextRecord>> PredictMany(
            IEnumerable<TextRecord> records, IProgress<TextProgress> progress, CancellationToken cancellation) =>
            ExplainMany(records, new(), progress, cancellation).Select(one =>
                new Predicted<TextRecord>(one.Item, one.Explanation is { } explanation ? Samples.Predicted(explanation) : null, one.Problem));

        public (ModelIdentity Model, ModelIdentity? Head) Models => (Samples.Plain.Model, Samples.Plain.Head);

        public IReadOnlyList<string> Labels => [.. Samples.Plain.Classes.Select(c => c.Label)];

        public PureSaliency.Roberta.OutputKind Outputs => Samples.Plain.Outputs;

        public void Check(IReadOnlyList<ExplainOptions> options)
        {
            if (options[0].Target == "refuse") throw new InputException("This target is refused.");
        }

        public void Dispose()
        {
        }
    }
}
