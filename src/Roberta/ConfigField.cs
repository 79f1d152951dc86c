using System.Text.Json;

namespace PureSaliency.Roberta;

/// <summary>What becomes of a field of <c>config.json</c>.</summary>
internal enum FieldUse
{
    /// <summary>Its value goes into the model.</summary>
    Read,
    /// <summary>Values under which another model would be computed than is computed here are refused.</summary>
    Checked,
    /// <summary>No value of it changes what a model computes.</summary>
    Harmless,
}

/// <summary>A field of <c>config.json</c> that the reference implementation reads or writes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Use">What becomes of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Refusal">Of a checked field: what is expected instead of a value that is refused, and null for the others.</param>
internal sealed record ConfigField(string Name, FieldUse Use, string Reason, Func<JsonElement, string?>? Refusal = null)
{
    /// <summary>A field whose value goes into the model.</summary>
    public static ConfigField Read(string name, string reason) => new(name, FieldUse.Read, reason);

    /// <summary>Fields that change nothing, for one reason.</summary>
    public static IEnumerable<ConfigField> Harmless(string reason, params string[] names) =>
        names.Select(name => new ConfigField(name, FieldUse.Harmless, reason));

    /// <summary>A field that must be false.</summary>
    public static ConfigField False(string name, string reason) => new(name, FieldUse.Checked, reason, value => value.ValueKind switch
    {
        JsonValueKind.False => null,
        JsonValueKind.True => "false",
        _ => "true or false",
    });

    /// <summary>A text that must be one of some.</summary>
    public static ConfigField OneOf(string name, string reason, params string[] values) => new(name, FieldUse.Checked, reason, value =>
        value.ValueKind != JsonValueKind.String ? "a string"
        : values.Contains(value.GetString()) ? null : string.Join(" or ", values));

    /// <summary>A field that must be empty: null, false, {} or [].</summary>
    public static ConfigField Empty(string name, string reason) => new(name, FieldUse.Checked, reason, value => IsEmpty(value) ? null : "none");

    /// <summary>Whether there is nothing in a value.</summary>
    public static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
