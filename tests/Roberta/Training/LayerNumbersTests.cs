using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class LayerNumbersTests
{
    [Theory]
    [InlineData("roberta.embeddings.word_embeddings.weight", 0)]
    [InlineData("roberta.embeddings.LayerNorm.weight", 0)]
    [InlineData("roberta.encoder.layer.0.attention.self.query.weight", 1)]
    [InlineData("roberta.encoder.layer.11.output.dense.bias", 12)]
    [InlineData("classifier.dense.weight", null)]
    [InlineData("lm_head.bias", null)]
    public void The_embedding_is_layer_0_and_a_block_gives_the_next(string name, int? layer) => Assert.Equal(layer, LayerNumbers.OfParameter(name));
}
