using System.Diagnostics;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Options made definite for the model.</summary>
/// <param name="Options">As they were given.</param>
/// <param name="Target">The class; null for the predicted one.</param>
/// <param name="Chosen">The layer that is shown.</param>
/// <param name="Layers">All that are explained.</param>
/// <param name="Reason">Why the chosen one is the automatic one, where somebody said.</param>
internal sealed record Choices(ExplainOptions Options, int? Target, int Chosen, int[] Layers, string? Reason = null);

/// <summary>A text in tokens.</summary>
internal sealed record ReadText(Encoding Encoding, Windows Windows, double Milliseconds)
{
    public int Length => Encoding.Ids.Length;

    /// <summary>Places of each word's tokens in a window, where a method takes words away; null for all others.</summary>
    public int[][]? Words(int window, ExplainOptions options) =>
        options.Unit == TextUnit.Word && SaliencyMethods.For(options.Method).Info.TakesWordsAway
            ? TextUnits.InWindow(Encoding.Words.Select(word => (word.FirstToken, word.TokenCount)), Windows.Places[window]) : null;
}

/// <summary>From texts to explanations: tokens, then one pass per group of texts.</summary>
internal sealed class TextPass(IEngine engine, Tokenizer tokenizer, ExplanationBuilder builder)
{
    /// <summary>Tokens worth reading ahead: enough to find texts of similar length, few enough to lose on an interrupt.</summary>
    public int RowsAhead => 8 * engine.RowsAtOnce;

    /// <summary>Throws if a text without words is asked for and model and tokenizer do not mean the same by it.</summary>
    public void CheckBaseline(ExplainOptions options)
    {
        // Told before any text is read, not at the first.
        if (options.Centre == Centre.Corpus && SaliencyMethods.For(options.Method).Info.ReadsRows) _ = engine.Means[0];
        Baseline[] asked = [.. Baselines(options)];
        if (asked.All(baseline => baseline == Baseline.Zero)) return;
        var config = engine.Config;
        if (asked.Contains(Baseline.Pad) && tokenizer.PadId is null) throw Lacks("pad");
        if (asked.Contains(Baseline.Mask) && tokenizer.MaskId is null) throw Lacks("mask");
        if ((tokenizer.BeginId, tokenizer.EndId) != (config.BeginId, config.EndId))
            throw new InputException($"A baseline of tokens keeps the marks around a text: {config.Source} says bos_token_id {config.BeginId} and "
                + $"eos_token_id {config.EndId}, expected {tokenizer.BeginId} and {tokenizer.EndId}, as the tokenizer has it.");

        InputException Lacks(string token) =>
            new($"The baseline {token} needs the token <{token}>, which the tokenizer of {config.Source} lacks; take the baseline zero, and no centre of it.");
    }

    private static IEnumerable<Baseline> Baselines(ExplainOptions options)
    {
        var method = SaliencyMethods.For(options.Method).Info;
        foreach (var baseline in method.Baselines) yield return baseline;
        if (method.Options.Contains(IntegratedGradients.Baseline)) yield return options.Get(IntegratedGradients.Baseline);
        if (method.ReadsRows && options.Centre is Centre.Pad or Centre.Mask)
            yield return options.Centre == Centre.Pad ? Baseline.Pad : Baseline.Mask;
    }

    /// <exception cref="InputException">The text is empty, or holds what the tokenizer lacks.</exception>
    public ReadText Read(string text, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InputException("The text is empty.");
        long started = Stopwatch.GetTimestamp();
        var encoding = tokenizer.Encode(text, int.MaxValue, cancellation);
        var windows = new Windows(encoding.Ids, engine.Config.MaxTokens);
        return new(encoding, windows, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Indices of texts that share a pass.</summary>
    public IReadOnlyList<int[]> Groups(IEnumerable<int> lengths) => Schedule.Groups([.. lengths], engine.RowsAtOnce, engine.Config.MaxTokens);

    /// <summary>One explanation per text of a group.</summary>
    public Explanation[] Explain(ReadText[] group, Choices choices, IProgress<TextProgress>? progress, CancellationToken cancellation)
    {
        var watches = new Stopwatches();
        long started = Stopwatch.GetTimestamp();
        SequenceOutcome[][] outcomes = group is [{ Windows.Count: > 1 } longText]
            ? [ExplainWindows(longText, choices, watches, progress, cancellation)]
            : [.. engine.Explain([.. group.Select(text => text.Encoding.Ids)],
                logits => [.. logits.Select(row => choices.Target ?? engine.Outputs.Predicted(row))],
                choices.Layers, choices.Options, watches, cancellation, [.. group.Select(text => text.Words(0, choices.Options))], Tried(group[0]))
                .Select(outcome => new[] { outcome })];
        double total = Stopwatch.GetElapsedTime(started).TotalMilliseconds / group.Length;
        return [.. group.Zip(outcomes, (text, outcome) => builder.Build(
            text.Encoding, text.Windows, outcome, choices.Options, choices.Chosen, new Timing(
                text.Milliseconds, watches.Forward / group.Length, watches.Backward / group.Length, watches.Decode / group.Length,
                total + text.Milliseconds)) with { LayerReason = choices.Reason })];

        // Of texts that share a pass the first speaks for all.
        VariantsTried Tried(ReadText text) => (tried, all) => progress?.Report(new(text.Length, 1, 1, 0, tried, all));
    }

    /// <summary>One prediction per text of a group: a pass to the logits, and none back.</summary>
    public Prediction[] Predict(ReadText[] group, IProgress<TextProgress>? progress, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        double[][][] logits = group is [{ Windows.Count: > 1 } longText]
            ? [LogitsOfWindows(longText, progress, cancellation)]
            : [.. engine.Logits([.. group.Select(text => text.Encoding.Ids)], cancellation).Select(row => new[] { row })];
        double each = Stopwatch.GetElapsedTime(started).TotalMilliseconds / group.Length;
        return [.. group.Zip(logits, (text, rows) => builder.Build(text, rows, each + text.Milliseconds))];
    }

    // Windows are equally long, and share passes as texts do.
    private double[][] LogitsOfWindows(ReadText text, IProgress<TextProgress>? progress, CancellationToken cancellation)
    {
        int count = text.Windows.Count;
        var logits = new List<double[]>(count);
        Report();
        foreach (int[] part in Enumerable.Range(0, count).Chunk(Math.Max(1, engine.RowsAtOnce / engine.Config.MaxTokens)))
        {
            logits.AddRange(engine.Logits([.. part.Select(text.Windows.Sequence)], cancellation));
            Report();
        }
        return [.. logits];

        void Report() => progress?.Report(new(text.Length, count, logits.Count, 0) { OnlyReads = true });
    }

    // All windows answer for one class, so their logits come first; then each is explained on its own to bound memory.
    private SequenceOutcome[] ExplainWindows(
        ReadText text, Choices choices, Stopwatches watches, IProgress<TextProgress>? progress, CancellationToken cancellation)
    {
        int count = text.Windows.Count;
        int[][] sequences = [.. Enumerable.Range(0, count).Select(text.Windows.Sequence)];
        Report(0, 0);
        int target = choices.Target ?? engine.Outputs.Predicted(ExplanationBuilder.Mean([.. sequences.Select((ids, window) =>
        {
            double[] logits = engine.Logits([ids], cancellation)[0];
            Report(window + 1, 0);
            return logits;
        })]));
        return [.. sequences.Select((ids, window) =>
        {
            var outcome = engine.Explain([ids], _ => [target], choices.Layers, choices.Options, watches, cancellation, [text.Words(window, choices.Options)],
                (tried, all) => progress?.Report(new(text.Length, count, count, window, tried, all)))[0];
            Report(count, window + 1);
            return outcome;
        })];

        void Report(int read, int explained) => progress?.Report(new(text.Length, count, read, explained));
    }
}
