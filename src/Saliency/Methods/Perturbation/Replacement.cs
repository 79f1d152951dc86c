using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>What takes the place of tokens that a method takes away.</summary>
[JsonConverter(typeof(SwitchConverter<Replacement>))]
public enum Replacement
{
    /// <summary>&lt;mask&gt;, at the same position.</summary>
    Mask,
    /// <summary>&lt;pad&gt;, at the same position and seen by attention.</summary>
    Pad,
    /// <summary>nothing: the text gets shorter, and positions are counted anew.</summary>
    Delete,
}
