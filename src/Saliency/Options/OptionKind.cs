using System.Globalization;
using System.Text.Json;

namespace PureSaliency.Saliency.Options;

/// <summary>What values an option takes, and how they are written on command lines and in JSON.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public abstract class OptionKind<T>
{
    /// <summary>Stands for the value in a help text, as <c>N</c>.</summary>
    public abstract string Placeholder { get; }

    /// <summary>What is expected, for sentences: "a whole number from 1".</summary>
    public abstract string Expected { get; }

    /// <summary>The value as it is written.</summary>
    public abstract string Format(T value);

    /// <summary>The value of what was written.</summary>
    public abstract bool TryParse(string text, out T value);

    /// <summary>Why a value is none of the kind's, as "expected 1 or more"; null if it is.</summary>
    public virtual string? Problem(T value) => null;

    internal abstract T Read(ref Utf8JsonReader reader);

    internal abstract void Write(Utf8JsonWriter writer, T value);
}

/// <summary>One of an enumeration, by its written name.</summary>
internal sealed class ChoiceKind<T> : OptionKind<T> where T : struct, Enum
{
    private static readonly SwitchConverter<T> Converter = new();

    public override string Placeholder => string.Join('|', SwitchNames.All<T>());

    public override string Expected => "one of " + string.Join(", ", SwitchNames.All<T>());

    public override string Format(T value) => SwitchNames.Of(value);

    public override bool TryParse(string text, out T value) => SwitchNames.TryParse(text, out value);

    internal override T Read(ref Utf8JsonReader reader) => Converter.Read(ref reader, typeof(T), JsonSerializerOptions.Default);

    internal override void Write(Utf8JsonWriter writer, T value) => Converter.Write(writer, value, JsonSerializerOptions.Default);
}

/// <summary>A whole number, not below some.</summary>
internal sealed class WholeKind(int least) : OptionKind<int>
{
    public override string Placeholder => "N";

    public override string Expected => $"a whole number from {least}";

    public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    public override bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least;

    public override string? Problem(int value) => value < least ? $"expected {least} or more" : null;

    internal override int Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : throw new JsonException("Expected an integer.");

    internal override void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);
}

/// <summary>Some text, or none.</summary>
internal sealed class TextKind(string placeholder, string without) : OptionKind<string?>
{
    public override string Placeholder => placeholder;

    public override string Expected => "some text";

    public override string Format(string? value) => value ?? without;

    public override bool TryParse(string text, out string? value)
    {
        value = text;
        return true;
    }

    internal override string? Read(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String or JsonTokenType.Null
        ? reader.GetString() : throw new JsonException("Expected a string or null.");

    internal override void Write(Utf8JsonWriter writer, string? value) => writer.WriteStringValue(value);
}

/// <summary>Which layer.</summary>
internal sealed class LayerKind : OptionKind<LayerChoice>
{
    private static readonly LayerChoiceConverter Converter = new();

    public override string Placeholder => "auto|all|N";

    public override string Expected => "auto, all or the number of a layer, from 0";

    public override string Format(LayerChoice value) => value.ToString();

    public override bool TryParse(string text, out LayerChoice value)
    {
        bool number = int.TryParse(text, out int index) && index >= 0;
        value = number ? LayerChoice.At(index) : text == "all" ? LayerChoice.All : LayerChoice.Auto;
        return number || text is "auto" or "all";
    }

    internal override LayerChoice Read(ref Utf8JsonReader reader) => Converter.Read(ref reader, typeof(LayerChoice), JsonSerializerOptions.Default);

    internal override void Write(Utf8JsonWriter writer, LayerChoice value) => Converter.Write(writer, value, JsonSerializerOptions.Default);
}
