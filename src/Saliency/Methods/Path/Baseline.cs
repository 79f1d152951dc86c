using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>Where paths start.</summary>
[JsonConverter(typeof(SwitchConverter<Baseline>))]
public enum Baseline
{
    /// <summary>rows of zeros.</summary>
    Zero,
    /// <summary>the same text with every id but &lt;s&gt; and &lt;/s&gt; replaced by &lt;pad&gt;, at the same positions.</summary>
    Pad,
    /// <summary>the same with &lt;mask&gt;.</summary>
    Mask,
}
