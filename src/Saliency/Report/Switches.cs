namespace PureSaliency.Saliency.Report;

/// <summary>A switch as it stood for a result.</summary>
/// <param name="Name">Name of the command line's option, without dashes.</param>
/// <param name="Value">Its value.</param>
/// <param name="Standard">Whether this is the default.</param>
/// <param name="Used">Whether the method looks at it.</param>
public sealed record Switch(string Name, string Value, bool Standard, bool Used);

/// <summary>The switches of a result in reading order.</summary>
public static class Switches
{
    private static readonly ExplainOptions Standard = new();

    /// <summary>Every switch with its value.</summary>
    public static IReadOnlyList<Switch> Of(ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool decode = options.Decode;
        bool gradients = options.Aggregation != Aggregation.AttentionRollout;
        bool path = options.Aggregation == Aggregation.IntegratedGradients;
        bool cam = options.Aggregation == Aggregation.GradCam;
        return
        [
            Make("method", SwitchNames.Method),
            Make("layer", o => o.Layer.ToString()),
            Make("target", o => o.Target ?? "predicted"),
            Make("rectify", o => SwitchNames.Of(o.Rectify)),
            Make("decode-scale", o => SwitchNames.Of(o.DecodeScale), decode),
            Make("tau", o => o.Tau.ToString(), decode),
            Make("vocabulary", o => SwitchNames.Of(o.Vocabulary), decode),
            Make("duplicates", o => SwitchNames.Of(o.Duplicates), decode),
            Make("order", o => SwitchNames.Of(o.Order), decode),
            Make("explained-value", o => SwitchNames.Of(o.Value), gradients),
            Make("mean-over", o => SwitchNames.Of(o.MeanOver), cam),
            Make("baseline", o => SwitchNames.Of(o.Baseline), path),
            Make("steps", o => o.Steps.ToString(), path),
            Make("top", o => o.Top.ToString()),
        ];

        Switch Make(string name, Func<ExplainOptions, string> read, bool used = true)
        {
            string value = read(options);
            return new(name, value, value == read(Standard), used);
        }
    }

    /// <summary>The switches the method looked at, in one line.</summary>
    public static string Line(ExplainOptions options) =>
        string.Join(" · ", Of(options).Where(s => s.Used).Select(s => s.Name == "method" ? s.Value : $"{s.Name} {s.Value}"));
}
