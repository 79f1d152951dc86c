using System.CommandLine;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Recomputes what a reference computed and compares.</summary>
internal sealed class VerifyCommand : ExampleCommand
{
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Fixture folders, JSONL files of tokenizations, or a rationales.json.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _tokenizer = Switch.Text("--tokenizer", "DIR", "Folder of the tokenizer that JSONL files are about.");
    private readonly DeviceSwitch _device = new();

    public VerifyCommand(Terminal terminal, CancellationToken interrupt) : base(
        "verify", "Compares the engine with a reference implementation, tensor by tensor.",
        """
        puresaliency verify tests/golden/tiny tests/golden/tiny64
        puresaliency verify tests/golden/tiny --device auto
        puresaliency verify tests/golden/tokenizer.jsonl --tokenizer tests/golden/roberta-base
        puresaliency verify tests/golden/rationales.json
        """,
        """
        A fixture folder holds config.json and model.safetensors (the classifier), lm.safetensors (a masked language model, or its
        head and word embeddings; may be left out), golden.safetensors (what the reference computes) and manifest.json:
          {"computed_in": "F32", "tensors": {"batch.hidden.0": {"tolerance": {"rel": 1e-4, "abs": 1e-5}}, …}}
        Names in golden.safetensors begin with a case, such as batch. Given: CASE.input_ids (B, T), CASE.attention_mask (B, T),
        CASE.target (B), CASE.labels (B). Compared, as far as they are there: logits, probabilities, loss, position_ids, hidden.l,
        hidden.last, attention.l, grad.l, attention_grad.l, gradnorm.l, gradxinput.l, gradcam_raw.l, gradcam.l, rollout.l, ig_zero
        and ig_pad (64 steps) with .features, .baseline, .difference, lens.l, lm.logits, param_grad.NAME, param_grad_norm.NAME.
        Padding does not count. training.json and training.safetensors, if there, hold a training run that is repeated (see
        docs/training.md). methods.json and methods.safetensors, if there, hold what saliency methods give and how faithful given
        scores are; every entry is compared in double within its tolerance and in float32 within 20 times its float32_error. With PyTorch:
        register hooks or ask for hidden states, call backward, and save_file a dictionary.

        A JSONL file holds one object a line: text, ids, and perhaps tokens, spans (UTF-8 bytes), truncated_64. A .json file holds
        examples of scores and words that people marked, with token F1, IOU, AUPRC and average precision, as
        tests/golden/rationales.json does.
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        Add(_paths);
        Add(_tokenizer);
        Add(_device.Option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        using var writer = _terminal.Writer();
        var device = _device.Read(given, _terminal);
        var all = new List<Comparison>();
        foreach (string path in given.GetValue(_paths)!)
        {
            var comparisons = Verify(path, given.GetValue(_tokenizer), device);
            writer.WriteLine(Printable.Line(path));
            Print(writer, comparisons);
            all.AddRange(comparisons);
        }
        int Count(Verdict verdict) => all.Count(c => c.Verdict == verdict);
        writer.WriteLine($"{Count(Verdict.Passed)} passed, {Count(Verdict.Failed)} failed, {Count(Verdict.Skipped)} skipped"
            + (Count(Verdict.Given) is > 0 and var inputs ? $", {inputs} given" : ""));
        return Count(Verdict.Failed) == 0 ? Shell.Fine : Shell.OwnFailure;
    }

    private IReadOnlyList<Comparison> Verify(string path, string? tokenizer, DeviceChoice device)
    {
        if (Directory.Exists(path)) return FixtureVerifier.Verify(path, device, _interrupt);
        if (!File.Exists(path)) throw new InputException($"'{path}' does not exist; expected a fixture folder, a JSONL file or a rationales.json.");
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return RationaleVerifier.Verify(path);
        return tokenizer is not null
            ? TokenizationVerifier.Verify(path, Tokenizer.Load(Directory.Exists(tokenizer) ? tokenizer : ModelFolders.Find(tokenizer)))
            : throw new InputException($"'{path}' is a file of tokenizations: name their tokenizer with --tokenizer DIR.");
    }

    private static void Print(TextWriter writer, IReadOnlyList<Comparison> comparisons)
    {
        int width = Math.Max(20, comparisons.Select(c => Printable.Name(c.Group).Length).DefaultIfEmpty().Max());
        writer.WriteLine($"  {"group".PadRight(width)} {"passed",6} {"failed",6} {"skipped",7} {"given",6} {"worst/tol",9} {"worst",9}  worst tensor");
        foreach (var group in comparisons.GroupBy(c => c.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var worst = group.MaxBy(c => c.Verdict == Verdict.Failed ? (1, c.Worst) : (0, c.Worst))!;
            int Count(Verdict verdict) => group.Count(c => c.Verdict == verdict);
            writer.WriteLine($"  {Printable.Name(group.Key).PadRight(width)} {Count(Verdict.Passed),6} {Count(Verdict.Failed),6} {Count(Verdict.Skipped),7} "
                + $"{Count(Verdict.Given),6} {worst.Worst,9:0.0e+00} {worst.Difference,9:0.0e+00}  {Printable.Name(worst.Name)} {worst.Note}".TrimEnd());
        }
    }
}
