using PureSaliency.Saliency;

namespace PureSaliency.Cli.Reports;

/// <summary>How fast a run goes, and how long it will take.</summary>
internal sealed class Pace(Verb verb)
{
    private double? _began;
    private long _texts, _tokens;

    /// <summary>Counts a text; <paramref name="done"/> is how much of the input is behind it, 0…1, if that is known.</summary>
    /// <returns>One line: texts, rates and, where it can be known, the time left.</returns>
    public string Advance(int tokens, double? done, TimeSpan elapsed)
    {
        (_texts, _tokens) = (_texts + 1, _tokens + tokens);
        _began ??= done; // a resumed run begins in the middle
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-3);
        string line = $"{_texts:#,0} {verb.Done}, {_texts / seconds:#,0.#} texts/s, {_tokens / seconds:#,0} tokens/s";
        return done > _began
            ? $"{line}, {Left(TimeSpan.FromSeconds(seconds * (1 - done.Value) / (done.Value - _began!.Value)))} left"
            : line;
    }

    /// <summary>One line on a text that takes long.</summary>
    public static string Within(TextProgress text) => $"{text.Tokens:#,0} tokens{(text.Windows > 1 ? $", {text.Windows:#,0} windows" : "")}" + (
        text.Explained > 0 ? $", {text.Explained:#,0} explained" : text.Windows > 1 && text.Read > 0 ? $", {text.Read:#,0} read" : "")
        + (text.Variants > 0 ? $", {text.Tried:#,0} of {text.Variants:#,0} variants tried" : "");

    public static string Left(TimeSpan time) => time.TotalHours >= 1 ? $"{(long)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
