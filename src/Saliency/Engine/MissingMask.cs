using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>A tokenizer has no &lt;mask&gt;, and something is to be hidden.</summary>
internal static class MissingMask
{
    public static InputException In(ModelConfig config) =>
        new($"Tokens are hidden behind <mask>, which the tokenizer of {config.Source} lacks; take <pad> or another replacement.");
}
