using System.Text.Json;
using System.Text.Json.Serialization;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Options;

/// <summary>
/// Options by their documented names; what is left out keeps its default, which generated serializers would not let it. A name that is
/// not known is most likely a slip, and a default would stand in for it in silence: it is refused.
/// </summary>
public sealed class OptionsConverter : JsonConverter<ExplainOptions>
{
    private const string Method = "aggregation", Decode = "decode";

    private static IEnumerable<string> Names => [Method, Decode, .. ExplainOption.All.Select(option => option.JsonName)];

    /// <inheritdoc/>
    public override ExplainOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Expected an object of options.");
        var comparison = options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var read = new ExplainOptions();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string given = reader.GetString()!;
            string name = Names.FirstOrDefault(name => name.Equals(given, comparison))
                ?? throw new JsonException($"There is no option '{given}', expected {string.Join(", ", Names)}.");
            reader.Read();
            try
            {
                read = Read(read, name, ref reader);
            }
            catch (JsonException problem)
            {
                throw new JsonException($"{name}: {problem.Message}", problem);
            }
        }
        return read;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ExplainOptions value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteString(Method, value.Method);
        writer.WriteBoolean(Decode, value.Decode);
        foreach (var option in ExplainOption.All)
        {
            writer.WritePropertyName(option.JsonName);
            option.Write(writer, value);
        }
        writer.WriteEndObject();
    }

    private static ExplainOptions Read(ExplainOptions read, string name, ref Utf8JsonReader reader) => name switch
    {
        Method => read with { Method = Known(reader.TokenType == JsonTokenType.String ? reader.GetString() : null) },
        Decode => read with
        {
            Decode = reader.TokenType is JsonTokenType.True or JsonTokenType.False
                ? reader.GetBoolean() : throw new JsonException("Expected true or false."),
        },
        _ => ExplainOption.All.First(option => option.JsonName == name).Read(read, ref reader),
    };

    private static string Known(string? method) => SaliencyMethods.Find(method)?.Info.Name
        ?? throw new JsonException($"Expected one of {string.Join(", ", SaliencyMethods.All.Select(known => known.Info.Name))}.");
}
