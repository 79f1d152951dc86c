using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// Options by their documented names; what is left out keeps its default, which generated serializers would not let it. A name that is
/// not known is most likely a slip, and a default would stand in for it in silence: it is refused.
/// </summary>
public sealed class OptionsConverter : JsonConverter<ExplainOptions>
{
    private delegate ExplainOptions Reading(ExplainOptions options, ref Utf8JsonReader reader);

    private sealed record Entry(string Name, Reading Read, Action<Utf8JsonWriter, ExplainOptions> Write);

    private static readonly Entry[] Entries =
    [
        Choice("aggregation", o => o.Aggregation, (o, value) => o with { Aggregation = value }),
        Flag("decode", o => o.Decode, (o, value) => o with { Decode = value }),
        Choice("rectify", o => o.Rectify, (o, value) => o with { Rectify = value }),
        Choice("decodeScale", o => o.DecodeScale, (o, value) => o with { DecodeScale = value }),
        Number("tau", o => o.Tau, (o, value) => o with { Tau = value }),
        Choice("vocabulary", o => o.Vocabulary, (o, value) => o with { Vocabulary = value }),
        Choice("duplicates", o => o.Duplicates, (o, value) => o with { Duplicates = value }),
        Choice("order", o => o.Order, (o, value) => o with { Order = value }),
        Choice("value", o => o.Value, (o, value) => o with { Value = value }),
        Choice("meanOver", o => o.MeanOver, (o, value) => o with { MeanOver = value }),
        Of("layer", new LayerChoiceConverter(), o => o.Layer, (o, value) => o with { Layer = value }),
        Choice("baseline", o => o.Baseline, (o, value) => o with { Baseline = value }),
        Number("steps", o => o.Steps, (o, value) => o with { Steps = value }),
        new("target", (ExplainOptions o, ref Utf8JsonReader reader) => o with
        {
            Target = reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException("Expected a string or null."),
        }, (writer, o) => writer.WriteStringValue(o.Target)),
        Number("top", o => o.Top, (o, value) => o with { Top = value }),
    ];

    /// <inheritdoc/>
    public override ExplainOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Expected an object of options.");
        var comparison = options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var read = new ExplainOptions();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            var entry = Array.Find(Entries, entry => entry.Name.Equals(name, comparison))
                ?? throw new JsonException($"There is no option '{name}', expected {string.Join(", ", Entries.Select(entry => entry.Name))}.");
            reader.Read();
            try
            {
                read = entry.Read(read, ref reader);
            }
            catch (JsonException problem)
            {
                throw new JsonException($"{entry.Name}: {problem.Message}", problem);
            }
        }
        return read;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ExplainOptions value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        foreach (var entry in Entries)
        {
            writer.WritePropertyName(entry.Name);
            entry.Write(writer, value);
        }
        writer.WriteEndObject();
    }

    private static Entry Choice<T>(string name, Func<ExplainOptions, T> get, Func<ExplainOptions, T, ExplainOptions> set) where T : struct, Enum =>
        Of(name, new SwitchConverter<T>(), get, set);

    private static Entry Of<T>(string name, JsonConverter<T> converter, Func<ExplainOptions, T> get, Func<ExplainOptions, T, ExplainOptions> set) => new(
        name,
        (ExplainOptions o, ref Utf8JsonReader reader) => set(o, converter.Read(ref reader, typeof(T), JsonSerializerOptions.Default)!),
        (writer, o) => converter.Write(writer, get(o), JsonSerializerOptions.Default));

    private static Entry Number(string name, Func<ExplainOptions, int> get, Func<ExplainOptions, int, ExplainOptions> set) => new(
        name,
        (ExplainOptions o, ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number)
            ? set(o, number) : throw new JsonException("Expected an integer."),
        (writer, o) => writer.WriteNumberValue(get(o)));

    private static Entry Flag(string name, Func<ExplainOptions, bool> get, Func<ExplainOptions, bool, ExplainOptions> set) => new(
        name,
        (ExplainOptions o, ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? set(o, reader.GetBoolean()) : throw new JsonException("Expected true or false."),
        (writer, o) => writer.WriteBooleanValue(get(o)));
}
