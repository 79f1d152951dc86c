using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Study;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Which layer should a method be asked at?</summary>
internal sealed class LayersCommand : ExampleCommand
{
    private const string StandardMethods = "lrp,grad-x-input,grad-cam,decoded-grad-cam", Folder = "layers";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly StudySwitches _shared = new("Texts, no labels needed");
    private readonly Option<string?> _methods = Switch.Text("--methods", "LIST", $"Methods with their switches, NAME:OPTION=VALUE:… (default {StandardMethods}).");
    private readonly Option<int?> _limit = Switch.Number("--limit", "Texts, from the first on (default 200).", 2);
    private readonly Option<string?> _output = Switch.Text("--output", "DIR", "Folder of the results and the choice (default layers/ in the model's folder, and the choice beside the model).");

    public LayersCommand(Terminal terminal, CancellationToken interrupt) : base(
        "layers", "Chooses the layer at which each method is asked, by hiding and showing words of unlabelled texts, and writes the choice beside the model.",
        """
        puresaliency layers --data sst2-held
        puresaliency layers --model my-classifier --data reviews.csv --column review --methods lrp,decoded-grad-cam --limit 100
        puresaliency layers --model my-classifier --data reviews.csv --output chosen --resume
        """,
        """
        Of each layer it measures the balance (area of the revealing curve minus that of the hiding curve), how well it decodes to the text's own
        words, the norm of its gradient and its agreement with the next layer. Chosen is, of the layers no worse than the best, text by text, the
        one nearest to 7/12 of the depth. explain --layer auto takes it from puresaliency.json, and says why. Beside it stands mean-rows.safetensors,
        the mean row of each layer, for --centre corpus. Tables and pictures are those of study.
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_shared.Data, _shared.Column, _methods, _shared.Removal, _limit, _shared.Seed, _output, _shared.Resume,
            .. _shared.OfComputing]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        StudyMethod[] methods = [.. StudyCommand.List(given.GetValue(_methods) ?? StandardMethods).Select(StudyMethod.Parse)];
        if (methods.FirstOrDefault(method => !method.HasLayers || method.OwnLayer is not null) is { } strange)
            throw new InputException($"--methods: '{strange.Name}' has no layers to choose from; expected methods that have, without a layer named.");
        string model = ModelFolders.Find(given.GetValue(_shared.Model));
        var place = _shared.Place(given, _terminal, _interrupt);
        using var explainer = _shared.Load(given, _terminal);
        var texts = new StudyInput(place, explainer.Labels).Read(given.GetValue(_limit) ?? 200);
        var run = new StudyRun(explainer, Plan(given, methods), texts, Path.GetFileNameWithoutExtension(place.Path), _terminal, _interrupt);
        string output = given.GetValue(_output) ?? Path.Combine(model, Folder), beside = given.GetValue(_output) ?? model;
        using var folder = StudyFolder.Open(output, run.Head, given.GetValue(_shared.Resume));
        using var writer = _terminal.Writer();
        var selected = LayerSelection.Of(run.HeadOf, run.Into(folder, output, writer));
        foreach (var one in selected) writer.WriteLine($"{one.Method}: layer {one.Layer}, {one.Reason}");
        Write(Path.Combine(beside, ModelSettings.FileName), Settings(model, selected));
        explainer.WriteMeanRows(beside, texts, _interrupt);
        writer.WriteLine($"Written: {Path.Combine(beside, ModelSettings.FileName)}, from which explain --layer auto takes its layer; mean-rows.safetensors, for --centre corpus.");
        return Shell.Fine;
    }

    private StudyPlan Plan(ParseResult given, StudyMethod[] methods) => new()
    {
        Methods = [StudyMethod.Parse("random"), .. methods.Where(method => method.Name != "random")],
        Measures = [Hiding.Name, Revealing.Name, Balance.Name, StudyPlan.Agreement, StudyPlan.Coherence],
        Layers = StudyLayers.All,
        Removal = given.GetValue(_shared.Removal) ?? Replacement.Mask,
        Seed = given.GetValue(_shared.Seed) ?? 1,
        CostlyTexts = 0,
    };

    // What else the file says stays as it is.
    private static string Settings(string model, IReadOnlyList<SelectedLayer> selected)
    {
        string path = Path.Combine(model, ModelSettings.FileName);
        _ = ModelSettings.Load(model);
        var settings = File.Exists(path) ? (JsonObject)JsonNode.Parse(File.ReadAllText(path))! : [];
        if (settings["layers"] is not JsonObject layers) settings["layers"] = layers = [];
        foreach (var one in selected) layers[one.Method] = new JsonObject { ["layer"] = one.Layer, ["reason"] = one.Reason };
        return settings.ToJsonString(Indented) + "\n";
    }

    private static void Write(string path, string text)
    {
        try
        {
            WholeFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written: {problem.Message.TrimEnd('.')}. --output DIR writes the choice elsewhere.", problem);
        }
    }
}
