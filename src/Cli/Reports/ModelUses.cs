using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>What a model's folder can be used for.</summary>
/// <param name="Command">The command, or some.</param>
/// <param name="Problem">Why it cannot be used there; null if it can.</param>
/// <param name="Note">What else there is to say.</param>
internal sealed record ModelUse(string Command, string? Problem, string? Note = null);

/// <summary>Runs the checks of all commands on a folder, by opening it as they do.</summary>
internal sealed class ModelUses
{
    private readonly ModelFolder _folder;
    private readonly bool _isLanguageModel;

    private ModelUses(ModelFolder folder, HeadKind head)
    {
        (_folder, _isLanguageModel) = (folder, head == HeadKind.LanguageModel);
        Classifier = ProblemOf(() => folder.LoadClassifier<float>().Dispose());
        LanguageModel = ProblemOf(() => folder.LoadLanguageModel<float>(withEncoder: true).Dispose());
        Tokenizer? tokenizer = null;
        TokenizerProblem = ProblemOf(() => tokenizer = folder.LoadTokenizer());
        Tokenizer = tokenizer;
        All = [.. Explain(), Evaluate(), Inspect(), Trace(), Finetune(), .. folder.HasRun ? (ModelUse[])[new("resume", ProblemOf(folder.CheckRun))] : []];
    }

    /// <summary>Every use, in the order of the commands.</summary>
    public IReadOnlyList<ModelUse> All { get; }

    /// <summary>The tokenizer, and why there is none that can be used.</summary>
    public Tokenizer? Tokenizer { get; }

    public string? TokenizerProblem { get; }

    /// <summary>Whether there is a use.</summary>
    public bool Any => All.Any(use => use.Problem is null);

    /// <summary>What is wrong with a folder that has no use: what its own kind of model would be refused for.</summary>
    public string Problem => OwnProblem ?? All[0].Problem!;

    /// <summary>Whether nothing is wrong with what the folder says it is, whatever else it cannot be used for.</summary>
    public bool IsWhole => OwnProblem is null;

    private string? OwnProblem => (_isLanguageModel ? LanguageModel : Classifier) ?? TokenizerProblem;

    private string? Classifier { get; }

    private string? LanguageModel { get; }

    /// <summary>Tries them all.</summary>
    public static ModelUses Of(ModelFolder folder, HeadKind head) => new(folder, head);

    private IEnumerable<ModelUse> Explain()
    {
        string? noHead = null;
        string? problem = Classifier ?? TokenizerProblem ?? ProblemOf(() =>
        {
            using var explainer = Explainer.Load(_folder.Location);
            noHead = explainer.NoHead;
        });
        yield return new("explain", problem);
        yield return new("explain, decoded", problem ?? noHead);
    }

    private ModelUse Evaluate() => new("evaluate", _isLanguageModel
        ? LanguageModel ?? TokenizerProblem ?? ProblemOf(() => _ = new Masking(Tokenizer!))
        : Classifier ?? TokenizerProblem);

    private ModelUse Inspect() => new("gradcheck, bench", Classifier ?? TokenizerProblem);

    // Ids can be traced without a tokenizer; but one that is there and does not fit tells that the folder is not what it seems.
    private ModelUse Trace() => Classifier is null && TokenizerProblem is not null && !_folder.HasTokenizer
        ? new("trace", null, "of ids alone, as there is no tokenizer")
        : new("trace", Classifier ?? TokenizerProblem);

    private ModelUse Finetune() => new("finetune",
        ProblemOf(() => _folder.LoadEncoder<float>().Dispose()) ?? TokenizerProblem ?? (_isLanguageModel ? LanguageModel : null),
        _isLanguageModel ? null : "layers will not be kept readable, as there is no language-model head");

    private static string? ProblemOf(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (InputException problem)
        {
            return problem.Message;
        }
    }
}
