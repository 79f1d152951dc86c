using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>How a row of mean squares becomes a score.</summary>
[JsonConverter(typeof(SwitchConverter<SquareReading>))]
public enum SquareReading
{
    /// <summary>their sum.</summary>
    Sum,
    /// <summary>the root of their sum.</summary>
    Root,
}
