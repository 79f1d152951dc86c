using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Study;

/// <summary>A method with its switches, as a study's list names it: <c>decoded-grad-cam:rectify=relu:tau=5</c>.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Options">The same as options; of the oracle those of nothing.</param>
public sealed record StudyMethod(string Name, ExplainOptions Options)
{
    /// <summary>The best order that a beam finds, as a method: what no explanation can be expected to beat.</summary>
    public const string OracleName = "oracle";

    /// <summary>Whether it is the oracle.</summary>
    public bool IsOracle => Name == OracleName;

    /// <summary>The layer that its switches name, whatever layers the study is about; null for none.</summary>
    public int? OwnLayer => Options.Layer.Index >= 0 ? Options.Layer.Index : null;

    /// <summary>Whether it has a map for each layer.</summary>
    public bool HasLayers => !IsOracle && (Options.Decode || !SaliencyMethods.For(Options.Method).Info.IsAboutText);

    /// <summary>Whether draws are made anew for each text, as nobody said which.</summary>
    public bool IsDrawn => !IsOracle && SaliencyMethods.For(Options.Method).Info.Options.Contains(Sampling.Seed) && !Name.Contains(":seed=", StringComparison.Ordinal);

    /// <summary>Reads one: a method's name, with decoded- before it where scores pass through the head, and its switches.</summary>
    /// <exception cref="InputException">There is no such method or switch; the message says what there is.</exception>
    public static StudyMethod Parse(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        string[] parts = written.Trim().Split(':');
        if (written.Trim() == OracleName) return new(OracleName, new());
        if (!SwitchNames.TryParseMethod(parts[0], out string method, out bool decode))
            throw new InputException($"There is no method '{parts[0]}', expected one of {string.Join(", ", SaliencyMethods.All.Select(known => known.Info.Name))}, "
                + $"perhaps with decoded- before it, or {OracleName}.");
        // Only scores are measured: what stands beside them costs a product with the head.
        var options = new ExplainOptions { Method = method, Decode = decode, Top = 0 };
        return new(string.Join(':', parts), parts[1..].Aggregate(options, (so, part) => Switched(so, part, parts[0])));
    }

    private static ExplainOptions Switched(ExplainOptions options, string part, string method)
    {
        string[] sides = part.Split('=', 2);
        OptionInfo[] known = [.. ExplainOption.All.Where(option => option != ExplainOption.Top && option != ExplainOption.Target
            && (option.Scope != OptionScope.Method || SaliencyMethods.For(options.Method).Info.Options.Contains(option)))];
        if (sides.Length < 2 || known.FirstOrDefault(option => option.Name == sides[0]) is not { } named)
            throw new InputException($"'{method}:{part}': expected NAME=VALUE, NAME being one of {string.Join(", ", known.Select(option => option.Name))}.");
        return named.Parsed(options, sides[1]) ?? throw new InputException($"'{method}:{part}': expected {named.Expected}; found '{sides[1]}'.");
    }
}
