using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>
/// Finds where a stopped run can go on. Results are written in the order of the input and only refused records have none, so
/// each line that is whole must be what this run would write for the next text.
/// </summary>
internal sealed class Resumption(
    ITextExplainer explainer, ExplainOptions options, IEnumerable<TextRecord> input, Action<TextRecord> refused, CancellationToken interrupt)
{
    private readonly IEnumerator<TextRecord> _records = input.GetEnumerator();
    private TextRecord? _next;

    /// <summary>Lines that were held against the input and kept.</summary>
    public int Kept { get; private set; }

    /// <summary>Whether no text is left.</summary>
    public bool Complete => _next is null;

    /// <summary>What the earlier run did not come to.</summary>
    public IEnumerable<TextRecord> Rest
    {
        get
        {
            if (_next is null)
                yield break;
            yield return _next;
            while (_records.MoveNext())
                yield return _records.Current;
        }
    }

    /// <summary>Passes over the texts that are explained in an earlier output.</summary>
    /// <returns>Bytes of its whole lines; what follows them was torn.</returns>
    /// <exception cref="InputException">It is the output of another run.</exception>
    public long Skip(string name, Stream earlier)
    {
        var (length, lines) = EarlierLines.Whole(name, earlier);
        earlier.Position = 0;
        Advance();
        foreach (var (_, line) in Utf8Lines.Read(name, earlier).Take(lines))
        {
            interrupt.ThrowIfCancellationRequested();
            string? problem = Mismatch(line);
            if (problem is not null)
                throw new InputException($"{name}, line {Kept + 1}: {problem} Without --resume the run begins anew.");
            Kept++;
            Advance();
        }
        return length;
    }

    private void Advance()
    {
        _next = null;
        while (_next is null && _records.MoveNext())
        {
            if (_records.Current.Text is null)
                refused(_records.Current);
            else
                _next = _records.Current;
        }
    }

    private string? Mismatch(string line)
    {
        try
        {
            var found = ExplanationJson.Read(line);
            if (_next is null)
                return $"expected the end, as in the input; found an explanation of {Quoted(found.Text)}.";
            if (found.Text != _next.Text)
                return $"expected an explanation of {_next.Place}, {Quoted(_next.Text!)}; found one of {Quoted(found.Text)}.";
            var (model, head) = explainer.Models;
            return Models("model", model, found.Model) ?? Models("language model", options.Decode ? head : null, found.Head)
                ?? Options(found.Options);
        }
        catch (InputException problem)
        {
            return problem.Message;
        }
    }

    private static string? Models(string kind, ModelIdentity? expected, ModelIdentity? found) => expected == found ? null
        : $"expected the {kind} {Named(expected)}; found {Named(found)}.";

    private static string Named(ModelIdentity? model) => model is null ? "none"
        : $"{model.Name} ({model.Sha256[..Math.Min(8, model.Sha256.Length)]}, {model.Computed})";

    private string? Options(ExplainOptions given)
    {
        foreach (var (expected, found) in Switches.Of(options).Zip(Switches.Of(given)))
            if (expected.Value != found.Value)
                return $"expected {expected.Name} {expected.Value}; found {found.Name} {found.Value}.";
        return null;
    }

    private static string Quoted(string text) => $"'{(text.Length > 40 ? text[..40] + "…" : text)}'";
}
