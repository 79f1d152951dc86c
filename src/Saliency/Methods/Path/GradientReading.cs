using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>How a row of gradients becomes a score.</summary>
[JsonConverter(typeof(SwitchConverter<GradientReading>))]
public enum GradientReading
{
    /// <summary>the root of the sum of squares.</summary>
    L2,
    /// <summary>the sum of absolute values.</summary>
    L1,
    /// <summary>the sum of products with the layer's hidden state.</summary>
    XInput,
}
