using System.Text.Json.Serialization;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Saliency;

/// <summary>What is done with negative position scores.</summary>
[JsonConverter(typeof(SwitchConverter<Rectify>))]
public enum Rectify
{
    /// <summary>s as it is.</summary>
    None,
    /// <summary>max(s, 0).</summary>
    Relu,
    /// <summary>|s|.</summary>
    Abs,
}

/// <summary>How a decoded row of language-model logits is scaled before the top τ are kept.</summary>
[JsonConverter(typeof(SwitchConverter<DecodeScale>))]
public enum DecodeScale
{
    /// <summary>softmax of the row.</summary>
    Softmax,
    /// <summary>row / ‖row‖₂.</summary>
    L2,
    /// <summary>the logits themselves.</summary>
    Logits,
}

/// <summary>Which vocabulary entries may take saliency.</summary>
[JsonConverter(typeof(SwitchConverter<VocabularyScope>))]
public enum VocabularyScope
{
    /// <summary>all of them.</summary>
    Full,
    /// <summary>only ids that occur in the input; each row is renormalised over them.</summary>
    Input,
}

/// <summary>What two places with the same id get.</summary>
[JsonConverter(typeof(SwitchConverter<Duplicates>))]
public enum Duplicates
{
    /// <summary>both get S of that id.</summary>
    Shared,
    /// <summary>S of the id is divided in proportion to what each place's own row gave.</summary>
    Split,
}

/// <summary>Whether rows are weighed before or after they are decoded.</summary>
[JsonConverter(typeof(SwitchConverter<DecodeOrder>))]
public enum DecodeOrder
{
    /// <summary>S_v = Σ_n s_n P_nv.</summary>
    AggregateThenDecode,
    /// <summary>S_v = Σ_n P'_nv where P' decodes the weighed rows a ⊙ h_n.</summary>
    WeighThenDecode,
}

/// <summary>The value whose gradient is taken.</summary>
[JsonConverter(typeof(SwitchConverter<ExplainedValue>))]
public enum ExplainedValue
{
    /// <summary>the class's logit; of a regression the number itself.</summary>
    Logit,
    /// <summary>the class's probability.</summary>
    Probability,
    /// <summary>the logarithm of the class's probability.</summary>
    LogProbability,
    /// <summary>the class's logit minus the largest other logit.</summary>
    Margin,
}

/// <summary>
/// What is taken from the rows of a layer before they are weighed. Rows share a large common component, so that Σ_k a_k h_nk holds an offset which
/// is the same at all positions.
/// </summary>
[JsonConverter(typeof(SwitchConverter<Centre>))]
public enum Centre
{
    /// <summary>nothing.</summary>
    None,
    /// <summary>the mean row of the text.</summary>
    Text,
    /// <summary>the mean row of many texts, which lies beside the model.</summary>
    Corpus,
    /// <summary>the row that stands in each place when every id but &lt;s&gt; and &lt;/s&gt; is &lt;mask&gt;.</summary>
    Mask,
    /// <summary>the same with &lt;pad&gt;.</summary>
    Pad,
}

/// <summary>How the rows of a layer are scaled before they are weighed, after they were centred.</summary>
[JsonConverter(typeof(SwitchConverter<LayerScale>))]
public enum LayerScale
{
    /// <summary>not at all.</summary>
    None,
    /// <summary>each row is divided by the root of the mean of its squares.</summary>
    Rms,
}

/// <summary>What methods that take words away take away, and put back, together.</summary>
[JsonConverter(typeof(SwitchConverter<TextUnit>))]
public enum TextUnit
{
    /// <summary>all pieces of a word; each gets an equal part of the word's score.</summary>
    Word,
    /// <summary>one token.</summary>
    Token,
}

/// <summary>Which layer is explained: one, all, or the automatic choice.</summary>
[JsonConverter(typeof(LayerChoiceConverter))]
public readonly record struct LayerChoice
{
    private LayerChoice(int index) => Index = index;

    /// <summary>The layer, 0…L; negative for <see cref="Auto"/> and <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>The layer stored beside the model, else the one nearest to 7/12 of the depth.</summary>
    public static LayerChoice Auto { get; } = new(-1);

    /// <summary>Every layer from the embedding output to the last.</summary>
    public static LayerChoice All { get; } = new(-2);

    /// <summary>Layer <paramref name="index"/>: 0 is the embedding output, l the output of the l-th block.</summary>
    public static LayerChoice At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(index);
    }

    /// <summary><c>auto</c>, <c>all</c> or the number.</summary>
    public override string ToString() => this == Auto ? "auto" : this == All ? "all" : Index.ToString();
}

/// <summary>Every switch of the method, defaults as documented there; printed in every result.</summary>
[JsonConverter(typeof(OptionsConverter))]
public sealed record ExplainOptions
{
    /// <summary>Decoded layer saliency as Hou and Castañón state it: rectified Grad-CAM through the language-model head.</summary>
    public static ExplainOptions Paper { get; } = new() { Method = GradCam.Name, Decode = true, Rectify = Rectify.Relu };

    /// <summary>Name of the method that scores positions, one of <see cref="SaliencyMethods.All"/>.</summary>
    public string Method { get; init; } = Lrp.Name;

    /// <summary>
    /// Whether the scores themselves pass through the language-model head. Plain scores stay what the method gives; where there is a head, the
    /// vocabulary entries that the layer stands for are listed beside them.
    /// </summary>
    public bool Decode { get; init; }

    /// <summary>What is done with negative position scores.</summary>
    public Rectify Rectify { get; init; } = Rectify.None;

    /// <summary>How decoded rows are scaled.</summary>
    public DecodeScale DecodeScale { get; init; } = DecodeScale.Softmax;

    /// <summary>Vocabulary entries kept per row, 1…V.</summary>
    public int Tau { get; init; } = 10;

    /// <summary>Which vocabulary entries may take saliency.</summary>
    public VocabularyScope Vocabulary { get; init; } = VocabularyScope.Full;

    /// <summary>What two places with the same id get.</summary>
    public Duplicates Duplicates { get; init; } = Duplicates.Shared;

    /// <summary>Whether rows are weighed before or after decoding.</summary>
    public DecodeOrder Order { get; init; } = DecodeOrder.AggregateThenDecode;

    /// <summary>The value whose gradient is taken.</summary>
    public ExplainedValue Value { get; init; } = ExplainedValue.Logit;

    /// <summary>What is taken from a layer's rows before they are weighed.</summary>
    public Centre Centre { get; init; } = Centre.None;

    /// <summary>How a layer's rows are scaled before they are weighed.</summary>
    public LayerScale LayerScale { get; init; } = LayerScale.None;

    /// <summary>Layers whose scores are averaged: 1, or 3 for l − 1, l and l + 1.</summary>
    public int LayersMixed { get; init; } = 1;

    /// <summary>What methods that take words away take away together.</summary>
    public TextUnit Unit { get; init; } = TextUnit.Word;

    /// <summary>Layer or layers to explain.</summary>
    public LayerChoice Layer { get; init; } = LayerChoice.Auto;

    /// <summary>
    /// Label or index of the output to explain, <c>label:NAME</c> or <c>index:N</c> where it could be either; if null the one with
    /// the highest logit, of numbers the first.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>How many vocabulary entries with the highest saliency are reported; with 0 plain scores are not decoded at all.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Values of the method's own options, where they are not the defaults; see <see cref="With{T}"/>.</summary>
    public MethodSettings Settings { get; init; } = MethodSettings.None;

    /// <summary>
    /// Whether a layer's rows are decoded where there is a head: for the scores, or beside plain ones, to show what the layer stands for. A method
    /// that is about the text alone has no layer to show.
    /// </summary>
    public bool ReadsHead => Decode || (Top > 0 && SaliencyMethods.Find(Method) is { Info.IsAboutText: false });

    /// <summary>The value of an option, such as <see cref="IntegratedGradients.Steps"/>.</summary>
    public T Get<T>(OptionInfo<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.Of(this);
    }

    /// <summary>The same with another value of an option, such as <see cref="IntegratedGradients.Steps"/>.</summary>
    public ExplainOptions With<T>(OptionInfo<T> option, T value)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.Set(this, value);
    }
}
