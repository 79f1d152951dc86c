using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Options;

/// <summary>When an option matters.</summary>
public enum OptionScope
{
    /// <summary>Always.</summary>
    Always,
    /// <summary>Where scores are decoded.</summary>
    Decoding,
    /// <summary>Where rows are decoded, for the scores or beside them.</summary>
    DecodedRows,
    /// <summary>Where the explained value is asked for, and not only the class.</summary>
    Value,
    /// <summary>Where a method weighs the rows of one layer's hidden state.</summary>
    Rows,
    /// <summary>Where a layer takes part.</summary>
    Layer,
    /// <summary>Where words are taken away.</summary>
    Text,
    /// <summary>For the methods that declare it.</summary>
    Method,
}

/// <summary>
/// An option of explanations: its name, its values and where they lie. The command line's switches, the fields in JSON and the switches
/// that are printed with a result are made from it.
/// </summary>
public abstract class OptionInfo
{
    private protected OptionInfo(string name, string description, OptionScope scope, string? json)
    {
        (Name, Description, Scope) = (name, description, scope);
        JsonName = json ?? JsonNamingPolicy.CamelCase.ConvertName(string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])));
    }

    /// <summary>Name on command lines and in results, such as <c>decode-scale</c>.</summary>
    public string Name { get; }

    /// <summary>Name of its field in JSON, such as <c>decodeScale</c>.</summary>
    public string JsonName { get; }

    /// <summary>What it decides, for help texts; without a full stop.</summary>
    public string Description { get; }

    /// <summary>When it matters.</summary>
    public OptionScope Scope { get; }

    /// <summary>Stands for the value in a help text.</summary>
    public abstract string Placeholder { get; }

    /// <summary>What values are expected, for sentences.</summary>
    public abstract string Expected { get; }

    /// <summary>The default as it is written.</summary>
    public abstract string Standard { get; }

    /// <summary>The value as it is written.</summary>
    public abstract string Written(ExplainOptions options);

    /// <summary>Options with the value of what was written; null if that is no value of it.</summary>
    public abstract ExplainOptions? Parsed(ExplainOptions options, string text);

    /// <exception cref="InputException">The value is none of the option's.</exception>
    internal abstract void Check(ExplainOptions options);

    internal abstract ExplainOptions Read(ExplainOptions options, ref Utf8JsonReader reader);

    internal abstract void Write(Utf8JsonWriter writer, ExplainOptions options);
}

/// <summary>An option whose values have a type.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class OptionInfo<T> : OptionInfo
{
    private readonly OptionKind<T> _kind;
    private readonly Func<ExplainOptions, T> _get;
    private readonly Func<ExplainOptions, T, ExplainOptions> _set;

    internal OptionInfo(
        string name, string description, OptionScope scope, OptionKind<T> kind, Func<ExplainOptions, T> get,
        Func<ExplainOptions, T, ExplainOptions> set, string? json = null) : base(name, description, scope, json) =>
        (_kind, _get, _set) = (kind, get, set);

    /// <inheritdoc/>
    public override string Placeholder => _kind.Placeholder;

    /// <inheritdoc/>
    public override string Expected => _kind.Expected;

    /// <inheritdoc/>
    public override string Standard => _kind.Format(_get(new()));

    /// <summary>The value.</summary>
    public T Of(ExplainOptions options) => _get(options);

    /// <summary>Options with another value.</summary>
    public ExplainOptions Set(ExplainOptions options, T value) => _set(options, value);

    /// <inheritdoc/>
    public override string Written(ExplainOptions options) => _kind.Format(_get(options));

    /// <inheritdoc/>
    public override ExplainOptions? Parsed(ExplainOptions options, string text) =>
        _kind.TryParse(text, out T value) ? _set(options, value) : null;

    internal override void Check(ExplainOptions options)
    {
        if (_kind.Problem(_get(options)) is { } problem) throw new InputException($"{Name} is {Written(options)}, {problem}.");
    }

    internal override ExplainOptions Read(ExplainOptions options, ref Utf8JsonReader reader) => _set(options, _kind.Read(ref reader));

    internal override void Write(Utf8JsonWriter writer, ExplainOptions options) => _kind.Write(writer, _get(options));
}
