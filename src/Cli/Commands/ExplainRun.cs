using System.Diagnostics;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Texts in, results out. Whatever stops it, what was written is whole.</summary>
internal sealed class ExplainRun(
    ITextExplainer explainer, ExplainOptions options, Results results, Sink sink, Terminal terminal, CancellationToken interrupt)
{
    // A bar costs more to start than the explanation of a shorter text.
    private const int LongText = 10_000;
    private readonly Progress _complaints = new(terminal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _count, _failures, _explained;
    private long _tokens;

    /// <param name="text">The text.</param>
    /// <param name="evidence">Whether its explanation is tried.</param>
    public int One(string text, bool evidence)
    {
        var explanation = terminal.ErrorIsTerminal && text.Length > LongText
            ? ProgressBar.Around(terminal, bar => explainer.Explain(text, options, bar, interrupt))
            : explainer.Explain(text, options, _complaints, interrupt);
        if (evidence) explanation = explainer.WithEvidence(explanation, interrupt);
        results.Add(new TextRecord("", 1, text) { Row = 1 }, explanation);
        results.Finish();
        sink.Commit();
        if (explanation.Evidence is not { Holds: false } wrong)
            return Shell.Fine;
        terminal.Error.WriteLine($"error: the evidence does not hold: {EvidenceText.Of(wrong)}");
        return Shell.OwnFailure;
    }

    /// <param name="input">The texts.</param>
    /// <param name="resume">What an earlier run must have written to be gone on with; null to begin anew.</param>
    public int Many(TextInput input, CorpusForm? resume)
    {
        // A bar between results on the same screen would only disturb them.
        bool watched = terminal.ErrorIsTerminal && !(sink.IsStandard && terminal.OutputIsTerminal);
        var records = resume is null ? input.Read() : Resume(input, resume);
        if (records is null)
            return Told(Shell.Fine);
        return Told(watched ? ProgressBar.Around(terminal, bar => Many(records, input, bar)) : Many(records, input, _complaints));
    }

    // What is left of the input after an earlier run; null if that came to its end.
    private IEnumerable<TextRecord>? Resume(TextInput input, CorpusForm corpus)
    {
        var (name, earlier) = sink.Earlier();
        var resumption = new Resumption(corpus, input.Read(), (record, problem) => Fail(record, problem, _complaints), interrupt);
        long length = resumption.Skip(name, earlier);
        bool complete = resumption.Complete && length > 0 && length == earlier.Length;
        _count += resumption.Kept;
        if (sink.IsWhole(name))
        {
            earlier.Dispose();
            if (complete)
            {
                if (terminal.ErrorIsTerminal)
                    terminal.Error.WriteLine($"{name} is complete: {resumption.Kept:#,0} rows, nothing is left to do.");
                return null;
            }
        }
        sink.Continue(name, length);
        if (length > 0)
            results.GoOn();
        return resumption.Rest;
    }

    private int Many(IEnumerable<TextRecord> records, TextInput input, IProgress progress)
    {
        int code = Shell.Fine;
        try
        {
            foreach (var explained in explainer.ExplainMany(records, options, progress, interrupt))
                Take(explained, input, progress);
        }
        catch (OperationCanceledException)
        {
            code = Shell.Interrupted;
        }
        catch (InputException problem) // the input cannot be read any further
        {
            progress.Complain(problem.Message);
            code = Shell.BadInput;
        }
        catch (Exception problem) when (_count > 0 && DeviceException.From(problem) is not null)
        {
            End(whole: false);
            throw;
        }
        End(whole: code == Shell.Fine);
        return code;
    }

    // Only what is whole gets its name.
    private void End(bool whole)
    {
        results.Finish();
        if (whole)
            sink.Commit();
        // Results hold no times, so that equal runs are equal bytes.
        if (_explained > 0 && (!sink.IsStandard || terminal.ErrorIsTerminal))
            terminal.Note(FormattableString.Invariant(
                $"explained {_explained:#,0} {(_explained == 1 ? "text" : "texts")} of {_tokens:#,0} tokens in {_watch.Elapsed.TotalSeconds:0.0} s ({_explained / _watch.Elapsed.TotalSeconds:0.#} texts a second)."));
    }

    private int Told(int code)
    {
        if (_failures == 0)
            return code;
        terminal.Complain($"{_failures:#,0} of {_count:#,0} {(_count == 1 ? "text" : "texts")} could not be explained.");
        return code == Shell.Fine ? Shell.BadInput : code;
    }

    private void Take(Explained<TextRecord> explained, TextInput input, IProgress progress)
    {
        _count++;
        if (explained.Explanation is { } explanation)
        {
            _explained++;
            _tokens += explanation.Tokens.Count;
            results.Add(explained.Item, explanation);
        }
        else
        {
            results.Fail(explained.Item, explained.Problem!);
            Fail(explained.Item, explained.Problem!, progress);
        }
        progress.Advance(explained.Explanation?.Tokens.Count ?? 0, input.Fraction(explained.Item));
    }

    private void Fail(TextRecord record, string problem, IProgress progress)
    {
        _failures++;
        progress.Complain($"{record.Place}: {problem}");
    }
}
