using FsCheck.Xunit;
using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

public class BatchTests
{
    private static readonly ModelConfig Config = ModelConfig.Load(Repository.Path("tests", "golden", "tiny"));

    [Property]
    public void Positions_count_the_ids_that_are_no_padding(byte[] bytes)
    {
        int[] ids = [0, .. bytes.Take(60).Select(b => b % 3 == 0 ? Config.PadId : b % Config.Vocabulary), 2];
        var batch = Batch.Of(Config, ids, [0, 2]);
        for (int i = 0; i < ids.Length; i++)
        {
            int before = ids[..(i + 1)].Count(id => id != 1);
            Assert.Equal(ids[i] == 1 ? 1 : 1 + before, batch.Positions[i]);
        }
        Assert.Equal([2, 3], batch.Positions[^2..]);
        Assert.Equal([0, ids.Length, ids.Length + 2], batch.Bounds);
    }

    [Property]
    public void Padding_after_a_text_leaves_no_trace(byte[] bytes, byte padding)
    {
        int[] ids = [0, .. bytes.Take(40).Select(b => b % Config.Vocabulary), 2];
        int[] padded = [.. ids, .. Enumerable.Repeat(1, padding % 20)];
        bool[] real = [.. padded.Select((_, i) => i < ids.Length)];
        Batch expected = Batch.Of(Config, ids), actual = Batch.Of(Config, [padded], [real]);
        Assert.Equal(expected.Ids, actual.Ids);
        Assert.Equal(expected.Positions, actual.Positions);
        Assert.Equal(expected.Bounds, actual.Bounds);
    }

    [Fact]
    public void What_is_not_real_takes_a_position_and_no_row()
    {
        var batch = Batch.Of(Config, [[0, 5, 6, 2]], [[true, false, true, true]]);
        Assert.Equal([0, 6, 2], batch.Ids);
        Assert.Equal([2, 4, 5], batch.Positions);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(120)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_id_outside_the_vocabulary_is_refused(int id) => Refused.With(
        () => Batch.Of(Config, [0, id, 2]), $"Token id {id} is outside the vocabulary", Config.Source, "expected 0 to 119");

    [Fact]
    public void As_many_tokens_as_positions_fit_and_no_more()
    {
        int[] Ids(int count) => [.. Enumerable.Repeat(5, count)];
        Assert.Equal(64, Config.MaxTokens);
        Assert.Equal(65, Batch.Of(Config, Ids(64)).Positions[^1]);
        Refused.With(() => Batch.Of(Config, Ids(65)),
            "needs position 66", Config.Source, "max_position_embeddings 66", "at most 64 tokens");
    }

    [Fact]
    public void A_sequence_needs_a_real_first_token()
    {
        Refused.With(() => Batch.Of(Config, [0, 2], []), "Sequence 1 does not begin with a real token");
        Refused.With(() => Batch.Of(Config, [[0, 2]], [[false, true]]), "Sequence 0 does not begin with a real token");
    }
}
