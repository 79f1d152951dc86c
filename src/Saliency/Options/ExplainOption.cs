using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Options;

/// <summary>The options that every method shares, and with those of the methods all there are.</summary>
public static class ExplainOption
{
    /// <summary>See <see cref="ExplainOptions.Layer"/>.</summary>
    public static OptionInfo<LayerChoice> Layer { get; } = new(
        "layer", "Layer to explain: 0 is the embedding output, N the output of block N; auto is the model's own, the last for methods that follow all blocks",
        OptionScope.Always, new LayerKind(),
        o => o.Layer, (o, value) => o with { Layer = value });

    /// <summary>See <see cref="ExplainOptions.Target"/>.</summary>
    public static OptionInfo<string?> Target { get; } = new(
        "target", "Class, label or number to explain; label:NAME or index:N where it could be either", OptionScope.Always,
        new TextKind("LABEL|INDEX", "predicted"), o => o.Target, (o, value) => o with { Target = value });

    /// <summary>See <see cref="ExplainOptions.Rectify"/>.</summary>
    public static OptionInfo<Rectify> Rectify { get; } = Choice(
        "rectify", "What is done with negative scores", OptionScope.Always, o => o.Rectify, (o, value) => o with { Rectify = value });

    /// <summary>See <see cref="ExplainOptions.DecodeScale"/>.</summary>
    public static OptionInfo<DecodeScale> DecodeScale { get; } = Choice(
        "decode-scale", "How decoded rows are scaled", OptionScope.DecodedRows, o => o.DecodeScale, (o, value) => o with { DecodeScale = value });

    /// <summary>See <see cref="ExplainOptions.Tau"/>.</summary>
    public static OptionInfo<int> Tau { get; } = new(
        "tau", "Vocabulary entries kept per decoded row", OptionScope.DecodedRows, new WholeKind(1), o => o.Tau, (o, value) => o with { Tau = value });

    /// <summary>See <see cref="ExplainOptions.Vocabulary"/>.</summary>
    public static OptionInfo<VocabularyScope> Vocabulary { get; } = Choice(
        "vocabulary", "Entries that may take saliency: all, or only those in the text", OptionScope.DecodedRows,
        o => o.Vocabulary, (o, value) => o with { Vocabulary = value });

    /// <summary>See <see cref="ExplainOptions.Duplicates"/>.</summary>
    public static OptionInfo<Duplicates> Duplicates { get; } = Choice(
        "duplicates", "Whether equal tokens share their saliency or split it by place", OptionScope.Decoding,
        o => o.Duplicates, (o, value) => o with { Duplicates = value });

    /// <summary>See <see cref="ExplainOptions.Order"/>.</summary>
    public static OptionInfo<DecodeOrder> Order { get; } = Choice(
        "order", "Whether rows are weighed before or after decoding", OptionScope.Decoding, o => o.Order, (o, value) => o with { Order = value });

    /// <summary>See <see cref="ExplainOptions.Value"/>.</summary>
    public static OptionInfo<ExplainedValue> Value { get; } = new(
        "explained-value", "The value that is explained: its gradient is taken, or its change", OptionScope.Value, new ChoiceKind<ExplainedValue>(),
        o => o.Value, (o, value) => o with { Value = value }, json: "value");

    /// <summary>See <see cref="ExplainOptions.Centre"/>.</summary>
    public static OptionInfo<Centre> Centre { get; } = Choice(
        "centre", "What is taken from a layer's rows before they are weighed", OptionScope.Rows, o => o.Centre, (o, value) => o with { Centre = value });

    /// <summary>See <see cref="ExplainOptions.LayerScale"/>.</summary>
    public static OptionInfo<LayerScale> LayerScale { get; } = Choice(
        "layer-scale", "How a layer's rows are scaled before they are weighed", OptionScope.Rows,
        o => o.LayerScale, (o, value) => o with { LayerScale = value });

    /// <summary>See <see cref="ExplainOptions.LayersMixed"/>.</summary>
    public static OptionInfo<int> LayersMixed { get; } = new(
        "layers-mixed", "Layers whose scores are averaged: 1, or 3 for the layer and both its neighbours", OptionScope.Layer,
        new WholeKind(1), o => o.LayersMixed, (o, value) => o with { LayersMixed = value });

    /// <summary>See <see cref="ExplainOptions.Unit"/>.</summary>
    public static OptionInfo<TextUnit> Unit { get; } = Choice(
        "unit", "What methods that take words away take away together", OptionScope.Text, o => o.Unit, (o, value) => o with { Unit = value });

    /// <summary>See <see cref="ExplainOptions.Top"/>.</summary>
    public static OptionInfo<int> Top { get; } = new(
        "top", "How many words are listed", OptionScope.Always, new WholeKind(0), o => o.Top, (o, value) => o with { Top = value });

    /// <summary>Every option in reading order: the shared ones, those that methods declare, and how much is listed.</summary>
    public static IReadOnlyList<OptionInfo> All { get; } =
        [Layer, Target, Rectify, DecodeScale, Tau, Vocabulary, Duplicates, Order, Value, Centre, LayerScale, LayersMixed, Unit, .. OfMethods(), Top];

    // Two methods may declare one name: to the user it is one option.
    private static IEnumerable<OptionInfo> OfMethods() =>
        SaliencyMethods.All.SelectMany(method => method.Info.Options).DistinctBy(option => option.Name);

    private static OptionInfo<T> Choice<T>(
        string name, string description, OptionScope scope, Func<ExplainOptions, T> get, Func<ExplainOptions, T, ExplainOptions> set)
        where T : struct, Enum => new(name, description, scope, new ChoiceKind<T>(), get, set);
}
