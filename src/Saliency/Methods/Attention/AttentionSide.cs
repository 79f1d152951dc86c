using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>Which attention of a position counts.</summary>
[JsonConverter(typeof(SwitchConverter<AttentionSide>))]
public enum AttentionSide
{
    /// <summary>what others pay to it.</summary>
    Received,
    /// <summary>what it pays to others.</summary>
    Given,
}
