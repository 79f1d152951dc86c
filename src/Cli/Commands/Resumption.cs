using System.Text.Json;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>
/// Finds where a stopped run can go on: the first line must be what this run would write, and each row that is whole must be of the next
/// row of the input.
/// </summary>
internal sealed class Resumption(
    CorpusForm corpus, IEnumerable<TextRecord> input, Action<TextRecord, string> refused, CancellationToken interrupt)
{
    private readonly IEnumerator<TextRecord> _records = input.GetEnumerator();
    private TextRecord? _next;

    /// <summary>Rows that were held against the input and kept.</summary>
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

    /// <summary>Passes over the rows that are in an earlier output.</summary>
    /// <returns>Bytes of its whole lines; what follows them was torn.</returns>
    /// <exception cref="InputException">It is the output of another run.</exception>
    public long Skip(string name, Stream earlier)
    {
        var (length, lines) = EarlierLines.Whole(name, earlier, corpus.Schema);
        bool first = true;
        earlier.Position = 0;
        Advance();
        foreach (var (_, line) in Utf8Lines.Read(name, earlier).Take(lines))
        {
            interrupt.ThrowIfCancellationRequested();
            if (Mismatch(line, first) is { } problem)
                throw new InputException($"{name}, line {Kept + (first ? 1 : 2)}: {problem} Without --resume the run begins anew.");
            if (!first) Take(corpus.Read(line));
            first = false;
        }
        return length;
    }

    private void Advance() => _next = _records.MoveNext() ? _records.Current : null;

    private void Take(EarlierRow row)
    {
        Kept++;
        if (row.Problem is { } problem)
            refused(_next!, problem);
        Advance();
    }

    private string? Mismatch(string line, bool first)
    {
        try
        {
            return first ? corpus.Mismatch(line) : Mismatch(corpus.Read(line));
        }
        catch (InputException problem)
        {
            return problem.Message;
        }
    }

    private string? Mismatch(EarlierRow found)
    {
        if (_next is null)
            return $"expected the end, as in the input; found row {found.Row}, {Quoted(found.Text)}.";
        if (found.Row != _next.Row || found.Line != _next.Line)
            return $"expected row {_next.Row} of the input, on line {_next.Line}; found row {found.Row}, on line {found.Line}.";
        if (found.Text != _next.Text)
            return $"expected {corpus.Verb.Result} of {_next.Place}, {Quoted(_next.Text)}; found one of {Quoted(found.Text)}.";
        if (_next.Problem is { } problem && found.Problem != problem)
            return $"expected of {_next.Place} that {problem} Found {found.Problem ?? corpus.Verb.Result + "."}";
        return SameKept(corpus.Kept(_next), found.Keep) ? null : $"expected the kept columns of {_next.Place}; found others.";
    }

    private static bool SameKept(IReadOnlyDictionary<string, JsonElement>? expected, IReadOnlyDictionary<string, JsonElement>? found) =>
        (expected?.Count ?? 0) == (found?.Count ?? 0)
        && (expected is null || expected.All(pair => found!.TryGetValue(pair.Key, out var value) && JsonElement.DeepEquals(pair.Value, value)));

    private static string Quoted(string? text) => text is null ? "no text" : $"'{(text.Length > 40 ? text[..40] + "…" : text)}'";
}
