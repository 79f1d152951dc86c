using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>Over which positions Grad-CAM's mean gradient runs.</summary>
[JsonConverter(typeof(SwitchConverter<MeanOver>))]
public enum MeanOver
{
    /// <summary>all real positions.</summary>
    RealPositions,
    /// <summary>all real positions but the first and the last, &lt;s&gt; and &lt;/s&gt;.</summary>
    WithoutSpecial,
}
