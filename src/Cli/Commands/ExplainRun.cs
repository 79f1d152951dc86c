using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Texts in, results out. Whatever stops it, what was written is whole.</summary>
internal sealed class ExplainRun(
    ITextExplainer explainer, ExplainOptions options, Results results, Sink sink, Terminal terminal, CancellationToken interrupt)
{
    public int One(string text)
    {
        results.Add(explainer.Explain(text, options, interrupt));
        Finish();
        return Shell.Fine;
    }

    public int Many(TextInput input)
    {
        // A bar between results on the same screen would only disturb them.
        bool watched = terminal.ErrorIsTerminal && !(sink.IsStandard && terminal.OutputIsTerminal);
        return watched ? ProgressBar.Around(terminal.Error, bar => Many(input, bar)) : Many(input, new Progress(terminal));
    }

    private int Many(TextInput input, IProgress progress)
    {
        int code = Shell.Fine;
        var texts = input.Read().GetEnumerator();
        try
        {
            while (Next(texts) is { } text)
            {
                if (Explain(text, progress) is { } explanation)
                    results.Add(explanation);
                else
                    code = Shell.BadInput;
                progress.Advance(input.Fraction);
            }
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
        Finish();
        return code;
    }

    // Read beside, because a read from a terminal or a pipe cannot be interrupted: it is left behind instead.
    private TextRecord? Next(IEnumerator<TextRecord> texts)
    {
        interrupt.ThrowIfCancellationRequested();
        var next = Task.Run(texts.MoveNext, CancellationToken.None);
        Task.WaitAny([next], interrupt);
        return next.GetAwaiter().GetResult() ? texts.Current : null;
    }

    private Explanation? Explain(TextRecord record, IProgress progress)
    {
        string? problem = record.Problem;
        try
        {
            if (problem is null)
                return explainer.Explain(record.Text!, options, CancellationToken.None); // an interrupt lets it finish
        }
        catch (InputException refused)
        {
            problem = refused.Message;
        }
        progress.Complain($"{record.Place}: {problem}");
        return null;
    }

    private void Finish()
    {
        results.Finish();
        sink.Commit();
    }
}
