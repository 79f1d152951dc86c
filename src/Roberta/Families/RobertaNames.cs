namespace PureSaliency.Roberta.Families;

/// <summary>Names of RoBERTa's tensors in a checkpoint, as the reference implementation writes them.</summary>
internal static class RobertaNames
{
    public const string Embeddings = "roberta.embeddings";
    public const string WordEmbeddings = Embeddings + ".word_embeddings.weight";
    public const string Dense = "classifier.dense";
    public const string OutProj = "classifier.out_proj";
    public const string LmDense = "lm_head.dense";
    public const string LmNorm = "lm_head.layer_norm";
    public const string LmBias = "lm_head.bias";
    public const string Decoder = "lm_head.decoder";

    private static readonly string[] Losses = ["criterion.", "loss.", "loss_fct.", "loss_fn.", "loss_func."];

    public static string Layer(int index) => $"roberta.encoder.layer.{index}";

    /// <summary>Whether a name is of a classifier's head.</summary>
    public static bool IsClassifier(string name) => name.StartsWith("classifier.", StringComparison.Ordinal);

    /// <summary>Whether a name is of a language model's head.</summary>
    public static bool IsLanguageModel(string name) => name.StartsWith("lm_head.", StringComparison.Ordinal);

    /// <summary>
    /// Whether the reference, or a training framework, writes the tensor too although nothing computes with it: counted places,
    /// the pooler, the weights of classes in a loss.
    /// </summary>
    public static bool KnownUnused(string name) =>
        name is Embeddings + ".position_ids" or Embeddings + ".token_type_ids"
        || Losses.Any(loss => name.StartsWith(loss, StringComparison.Ordinal))
        || name.StartsWith("roberta.pooler.dense.", StringComparison.Ordinal);
}
