using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>What value zeroing shows.</summary>
[JsonConverter(typeof(SwitchConverter<ZeroingMap>))]
public enum ZeroingMap
{
    /// <summary>all blocks below the layer, multiplied.</summary>
    Rollout,
    /// <summary>the block below the layer.</summary>
    Block,
    /// <summary>how far the last layer's &lt;s&gt; moves when the block below the layer is changed.</summary>
    Last,
}
