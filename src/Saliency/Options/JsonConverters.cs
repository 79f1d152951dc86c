using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Options;

/// <summary>A switch by its written name, whatever serializer asks.</summary>
/// <typeparam name="T">The switch.</typeparam>
public sealed class SwitchConverter<T> : JsonConverter<T> where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && SwitchNames.TryParse(reader.GetString(), out T value) ? value
            : throw new JsonException($"Expected one of {string.Join(", ", SwitchNames.All<T>())}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        (writer ?? throw new ArgumentNullException(nameof(writer))).WriteStringValue(SwitchNames.Of(value));
}

/// <summary>A layer as <c>"auto"</c>, <c>"all"</c> or its number.</summary>
public sealed class LayerChoiceConverter : JsonConverter<LayerChoice>
{
    /// <inheritdoc/>
    public override LayerChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int index) && index >= 0)
            return LayerChoice.At(index);
        return (reader.TokenType == JsonTokenType.String ? reader.GetString() : null) switch
        {
            "auto" => LayerChoice.Auto,
            "all" => LayerChoice.All,
            _ => throw new JsonException("Expected \"auto\", \"all\" or a layer from 0."),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LayerChoice value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.Index >= 0)
            writer.WriteNumberValue(value.Index);
        else
            writer.WriteStringValue(value.ToString());
    }
}
