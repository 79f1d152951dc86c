using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>What would take the place of a token.</summary>
[JsonConverter(typeof(SwitchConverter<FlipToken>))]
public enum FlipToken
{
    /// <summary>&lt;mask&gt;.</summary>
    Mask,
    /// <summary>&lt;pad&gt;.</summary>
    Pad,
}
