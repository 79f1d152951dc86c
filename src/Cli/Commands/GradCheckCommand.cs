using System.CommandLine;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Are the gradients right, on this very model and text?</summary>
internal sealed class GradCheckCommand : ExampleCommand
{
    private const string Example = "a warm, funny and gripping film that stays with you";
    private const double Allowed = 1e-6;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Argument<string?> _text = new("TEXT")
    {
        Description = $"The text (default \"{Example}\").",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _model = Switch.Text("--model", "DIR", "Classifier: a folder or a short name (default sst2).");
    private readonly Option<int?> _samples = Switch.Number("--samples", "Elements checked per layer or parameter (default 10).", 1);
    private readonly Option<int?> _seed = Switch.Number("--seed", "Seed of samples and weights (default 1).", 0);
    private readonly DeviceSwitch _device = new();
    private readonly Option<bool> _parameters = new("--parameters") { Description = "Check every parameter too, not only every layer." };

    public GradCheckCommand(Terminal terminal, CancellationToken interrupt) : base(
        "gradcheck", "Compares the engine's gradients with finite differences in double, at every layer. "
        + $"Exit code 0 if the worst relative error is at most {Allowed:0e+0} and there are gradients that are not zero, else 1.",
        """
        puresaliency gradcheck
        puresaliency gradcheck "not bad at all" --model ag-news --samples 20
        puresaliency gradcheck --device auto --samples 1
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        Add(_text);
        foreach (Option option in (Option[])[_model, _samples, _seed, _parameters, _device.Option]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        var folder = ModelFolder.Open(ModelFolders.Find(given.GetValue(_model)));
        bool parameters = given.GetValue(_parameters);
        using var model = folder.LoadClassifier<double>(trainable: parameters);
        var options = new GradCheckOptions { Samples = given.GetValue(_samples) ?? 10, Seed = given.GetValue(_seed) ?? 1 };
        int[] ids = Ids(folder, given.GetValue(_text));
        var results = ModelGradCheck.Check(model, ids, options, parameters, _device.Read(given, _terminal), _interrupt);
        using var writer = _terminal.Writer();
        writer.WriteLine($"{"variable",-66} {"checked",7} {"not zero",8} {"relative error",14} {"analytic",14} {"numeric",14}");
        writer.Flush();
        double worst = 0;
        var (count, informative) = (0, 0);
        foreach (var result in results)
        {
            writer.WriteLine($"{result.Variable,-66} {result.Checked,7} {result.Informative,8} {result.RelativeError,14:0.0e+00} {result.Analytic,14:0.000000e+00} {result.Numeric,14:0.000000e+00}");
            writer.Flush();
            if (!(result.RelativeError <= worst)) worst = result.RelativeError;
            (count, informative) = (count + result.Checked, informative + result.Informative);
        }
        writer.WriteLine($"worst relative error {worst:0.0e+00}: {Verdict(worst, count, informative)}");
        return worst <= Allowed && informative > 0 ? Shell.Fine : Shell.OwnFailure;
    }

    private static string Verdict(double worst, int count, int informative) =>
        !(worst <= Allowed) ? $"more than {Allowed:0e+0}, the gradients are wrong"
        : informative == 0 ? $"all {count:#,0} derivatives that were compared are zero, which shows nothing; another text or seed may show more"
        : $"the gradients are right, {informative:#,0} of {count:#,0} derivatives that were compared are not zero";

    private static int[] Ids(ModelFolder folder, string? text)
    {
        if (text is not null && string.IsNullOrWhiteSpace(text)) throw new InputException("The text is empty.");
        int[] ids = folder.LoadTokenizer().Encode(text ?? Example).Ids;
        return ids.Length <= folder.Config.MaxTokens ? ids
            : throw new InputException($"The text has {ids.Length} tokens, expected at most {folder.Config.MaxTokens} for gradcheck.");
    }
}
