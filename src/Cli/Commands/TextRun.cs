using System.Diagnostics;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Texts in, results out. Whatever stops it, what was written is whole.</summary>
internal sealed class TextRun<T>(TextWork<T> work, Results<T> results, Sink sink, Terminal terminal, CancellationToken interrupt) where T : class
{
    // A bar costs more to start than a shorter text takes.
    private const int LongText = 10_000;
    private readonly Progress _complaints = new(terminal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _count, _failures, _done;
    private long _tokens;

    public int One(string text)
    {
        var result = terminal.ErrorIsTerminal && text.Length > LongText
            ? ProgressBar.Around(terminal, work.Verb, bar => work.One(text, bar))
            : work.One(text, _complaints);
        results.Add(new TextRecord("", 1, text) { Row = 1 }, result);
        results.Finish();
        sink.Commit();
        if (work.Wrong(result) is not { } wrong)
            return Shell.Fine;
        terminal.Error.WriteLine("error: " + wrong);
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
        return Told(watched ? ProgressBar.Around(terminal, work.Verb, bar => Many(records, input, bar)) : Many(records, input, _complaints));
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
            foreach (var answered in work.Many(records, progress))
                Take(answered, input, progress);
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
        if (_done > 0 && (!sink.IsStandard || terminal.ErrorIsTerminal))
            terminal.Note(FormattableString.Invariant(
                $"{work.Verb.Done} {_done:#,0} {(_done == 1 ? "text" : "texts")} of {_tokens:#,0} tokens in {_watch.Elapsed.TotalSeconds:0.0} s ({_done / _watch.Elapsed.TotalSeconds:0.#} texts a second)."));
    }

    private int Told(int code)
    {
        if (_failures == 0)
            return code;
        terminal.Complain($"{_failures:#,0} of {_count:#,0} {(_count == 1 ? "text" : "texts")} could not be {work.Verb.Done}.");
        return code == Shell.Fine ? Shell.BadInput : code;
    }

    private void Take(Answered<T> answered, TextInput input, IProgress progress)
    {
        _count++;
        int tokens = answered.Result is null ? 0 : work.Tokens(answered.Result);
        if (answered.Result is { } result)
        {
            _done++;
            _tokens += tokens;
            results.Add(answered.Record, result);
        }
        else
        {
            results.Fail(answered.Record, answered.Problem!);
            Fail(answered.Record, answered.Problem!, progress);
        }
        progress.Advance(tokens, input.Fraction(answered.Record));
    }

    private void Fail(TextRecord record, string problem, IProgress progress)
    {
        _failures++;
        progress.Complain($"{record.Place}: {problem}");
    }
}
