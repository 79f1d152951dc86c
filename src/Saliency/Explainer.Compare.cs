using PureSaliency.Saliency.Corpus;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

// Several methods side by side: texts share passes within a method, and each explanation has the very numbers that it has alone.
public sealed partial class Explainer
{
    /// <summary>Explains one text by several methods, and says how far they agree.</summary>
    /// <inheritdoc cref="Compare(IReadOnlyList{string}, IReadOnlyList{ExplainOptions}, IProgress{TextProgress}?, CancellationToken)"/>
    public MethodComparison Compare(
        string text, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress>? progress = null, CancellationToken cancellation = default) =>
        Compare([text], options, progress, cancellation)[0];

    /// <summary>Explains several texts by several methods, and says of each how far they agree.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How to explain: options for each method.</param>
    /// <param name="progress">Hears of every window of a text that needs several, those of all methods counted together, on the calling thread.</param>
    /// <param name="cancellation">Stops within a pass.</param>
    /// <exception cref="InputException">A text is empty or an option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<MethodComparison> Compare(
        IReadOnlyList<string> texts, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var choices = ResolveAll(options);
        return Together(texts, group => Compare(group, choices, progress, cancellation), cancellation);
    }

    /// <summary>Compares methods on a corpus of any size, one result per text in the order of the texts.</summary>
    /// <inheritdoc cref="CompareItems{T}"/>
    public IEnumerable<Compared<string>> CompareMany(
        IEnumerable<string> texts, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress>? progress = null,
        CancellationToken cancellation = default) => CompareItems(texts, text => text, options, progress, cancellation);

    /// <summary>Compares methods on the texts of a corpus of any size, one result per item in the order of the items, as <see cref="ExplainItems{T}"/> explains them.</summary>
    /// <param name="items">Read on another thread, once.</param>
    /// <param name="text">The text of an item; called on the same thread.</param>
    /// <param name="options">How to explain: options for each method.</param>
    /// <param name="progress">Hears of every window of a text that needs several, on the thread that asks for results.</param>
    /// <param name="cancellation">Stops within a pass; results that were not yet handed on are dropped.</param>
    /// <exception cref="InputException">An option does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<Compared<T>> CompareItems<T>(
        IEnumerable<T> items, Func<T, string> text, IReadOnlyList<ExplainOptions> options, IProgress<TextProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(text);
        var choices = ResolveAll(options);
        return CorpusOrder.Of(items, item => pass.Read(text(item), cancellation), pass.Groups,
                texts => Used(() => Compare(texts, choices, progress, cancellation)), pass.RowsAhead, cancellation)
            .Select(result => new Compared<T>(result.Item, result.Result, result.Problem));
    }

    /// <summary>Throws if options of one of several methods do not fit the model.</summary>
    /// <exception cref="InputException">An option does not fit; the message says of which method, which and why.</exception>
    public void CheckAll(IReadOnlyList<ExplainOptions> options) => ResolveAll(options);

    private Choices[] ResolveAll(IReadOnlyList<ExplainOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Count == 0) throw new ArgumentException("There is no method.", nameof(options));
        return [.. options.Select(one =>
        {
            try
            {
                return Resolve(one);
            }
            catch (InputException problem) when (options.Count > 1 && problem is not NoLanguageModelException)
            {
                throw new InputException($"{SwitchNames.Method(one)}: {problem.Message}", problem);
            }
        })];
    }

    private MethodComparison[] Compare(ReadText[] group, Choices[] choices, IProgress<TextProgress>? progress, CancellationToken cancellation)
    {
        Explanation[][] explanations = [.. choices.Select((choice, i) =>
            pass.Explain(group, choice, progress is null ? null : new PartOfProgress(progress, i, choices.Length), cancellation))];
        return [.. group.Select((_, i) => MethodComparison.Of([.. explanations.Select(ofMethod => ofMethod[i])]))];
    }

    private sealed class PartOfProgress(IProgress<TextProgress> whole, int part, int parts) : IProgress<TextProgress>
    {
        public void Report(TextProgress value) => whole.Report(value with
        {
            Windows = parts * value.Windows,
            Read = part * value.Windows + value.Read,
            Explained = part * value.Windows + value.Explained,
        });
    }
}
