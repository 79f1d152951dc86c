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

    public static string Layer(int index) => $"roberta.encoder.layer.{index}";

    /// <summary>Whether the reference writes the tensor too although nothing here computes with it.</summary>
    public static bool KnownUnused(string name) =>
        name == Embeddings + ".position_ids" || name.StartsWith("roberta.pooler.dense.", StringComparison.Ordinal);
}
