using System.CommandLine;
using System.Globalization;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>The options that both ways of training share.</summary>
internal sealed class TrainingSwitches(TrainingOptions standard, string? standardRate = null)
{
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder of the new model.", Required = true };
    private readonly Option<int?> _warmup = Switch.Number("--warmup", $"Updates until the rate is reached (default {standard.StandardWarmup}, at most a tenth of all).", 0);
    private readonly Option<double?> _rate = Positive("--rate", $"Highest rate of AdamW (default {standardRate ?? Text(standard.Rate)}).");
    private readonly Option<double?> _decay = Positive("--weight-decay", $"Decay of matrices (default {Text(standard.WeightDecay)}).");
    private readonly Option<double?> _clip = Positive("--clip", $"Largest norm of all gradients together (default {Text(standard.Clip!.Value)}).");
    private readonly Option<int?> _batch = Switch.Number("--batch", $"Texts of an update (default {standard.Batches.Size}).", 1);
    private readonly Option<int?> _parts = Switch.Number("--parts", "Parts of an update computed one after the other, to save memory (default 1).", 1);
    private readonly Option<int?> _seed = Switch.Number("--seed", "Seed of weights, order, masks and dropout (default 1).", 0);
    private readonly Option<double?> _dropout = Share("--dropout", $"Dropout of hidden values (default {Text(standard.Batches.HiddenDropout)}).");
    private readonly Option<double?> _attention = Share("--attention-dropout", "Dropout of attention probabilities (default 0).");
    private readonly Option<int?> _evaluate = Switch.Number("--evaluate-every", $"Updates between evaluations (default {standard.Run.EvaluateEvery}).", 1);
    private readonly Option<int?> _save = Switch.Number("--save-every", $"Updates between checkpoints (default {standard.Run.SaveEvery}).", 1);
    private readonly Option<int?> _patience = Switch.Number("--patience", "Stop after so many evaluations without a better score (default never).", 1);
    private readonly Option<int?> _threads = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    private readonly DeviceSwitch _device = new();
    private readonly Option<bool> _single = new("--float32") { Description = "Write weights as F32, not F16." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on where a run into the same folder was stopped or killed." };
    private readonly Option<int?> _watch = Switch.Number("--watch", "Write norms of weights, gradients and updates and statistics of values every N updates.", 1);

    public IEnumerable<Option> All =>
    [
        _output, _rate, _warmup, _batch, _parts, _decay, _clip, _dropout, _attention, _evaluate, _save, _patience, _seed, _threads,
        _device.Option, _device.Precision, _single, _watch, _resume,
    ];

    public string Output(ParseResult given) => given.GetValue(_output)!;

    public bool HasRate(ParseResult given) => given.GetValue(_rate) is not null;

    public int? WatchEvery(ParseResult given) => given.GetValue(_watch);

    public TrainingOptions Read(ParseResult given, Terminal terminal) => standard with
    {
        Output = Output(given),
        Warmup = given.GetValue(_warmup),
        Rate = given.GetValue(_rate) ?? standard.Rate,
        WeightDecay = given.GetValue(_decay) ?? standard.WeightDecay,
        Clip = given.GetValue(_clip) ?? standard.Clip,
        Batches = new(given.GetValue(_batch) ?? standard.Batches.Size, given.GetValue(_parts) ?? 1, given.GetValue(_seed) ?? 1,
            given.GetValue(_dropout) ?? standard.Batches.HiddenDropout, given.GetValue(_attention) ?? 0),
        Run = standard.Run with
        {
            EvaluateEvery = given.GetValue(_evaluate) ?? standard.Run.EvaluateEvery,
            SaveEvery = given.GetValue(_save) ?? standard.Run.SaveEvery,
            Patience = given.GetValue(_patience),
        },
        Device = _device.Read(given, terminal, given.GetValue(_threads) ?? 0),
        StoredType = given.GetValue(_single) ? DType.F32 : DType.F16,
        Resume = given.GetValue(_resume),
    };

    public static Option<double?> Positive(string name, string description) =>
        Switch.Parsed<double>(name, "X", description, "a number from 0", (string text, out double value) => TryParse(text, out value) && value >= 0);

    public static Option<double?> Share(string name, string description) => Switch.Parsed<double>(
        name, "X", description, "a share from 0 to below 1", (string text, out double value) => TryParse(text, out value) && value is >= 0 and < 1);

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
