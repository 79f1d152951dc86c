using FsCheck.Xunit;
using PureSaliency.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>Merges take the first pair of the list, of equal ones the leftmost, in a time that grows as the text does.</summary>
[Properties(MaxTest = 300)]
public sealed class MergingTests
{
    private const string Alphabet = "abcd";

    [Property]
    public void AnyMergesOfAnyWordAreThoseOfTheDefinition(int seed)
    {
        var random = new Random(seed);
        var (ids, merges) = Made(random, count: 1 + random.Next(40));
        var pairs = new BytePairs(ids, PairTable.Of(merges, ids));
        for (int i = 0; i < 20; i++)
        {
            byte[] word = Word(random, random.Next(80), Alphabet + "?");
            Assert.Equal(Defined(word, ids, merges), pairs.Merge(word));
        }
    }

    [Property(MaxTest = 60)]
    public void LongWordsOfRobertaAreThoseOfTheDefinition(int seed)
    {
        var random = new Random(seed);
        string text = string.Concat(Enumerable.Range(0, 1 + random.Next(60)).Select(_ => random.Next(3) switch
        {
            0 => ((char)('a' + random.Next(26))).ToString(),
            1 => Tokenizers.FromPair.Decode(4 + random.Next(50000)).Replace(" ", ""),
            _ => "the",
        }));
        text = string.Concat(text.Where(char.IsAsciiLetter));
        int[] merged = Tokenizers.FromPair.Encode(text).Ids[1..^1];
        Assert.Equal(Defined(System.Text.Encoding.UTF8.GetBytes(text), RobertaIds.Value, RobertaMerges.Value), merged);
    }

    [Fact]
    public void WorkGrowsAsTheWordDoes()
    {
        var random = new Random(5);
        var (ids, merges) = Made(random, 200);
        var pairs = PairTable.Of(merges, ids);
        foreach (int length in (int[])[1_000, 10_000, 100_000])
        {
            foreach (string letters in (string[])["a", "ab", Alphabet])
            {
                var merge = new LongMerge(pairs, [.. Word(random, length, letters).Select(b => ids[((char)b).ToString()])]);
                merge.Run();
                // Each pair comes from the word or from one of at most length - 1 merges, which make two.
                Assert.InRange(merge.Steps, 0, 3 * length);
            }
        }
    }

    [Fact]
    public void AMergeCanBeStopped()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        string word = new('a', 100_000);
        Assert.ThrowsAny<OperationCanceledException>(() => Tokenizers.FromPair.Encode(word, int.MaxValue, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => Tokenizers.FromPair.Encode("a b", int.MaxValue, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => Tokenizers.FromPair.Encode("<mask>", int.MaxValue, source.Token));
        var ids = new Dictionary<string, int> { ["a"] = 0, ["aa"] = 1 };
        var pairs = PairTable.Of(new(["a a"], 0, index => "the merge"), ids);
        Assert.ThrowsAny<OperationCanceledException>(() => new LongMerge(pairs, new int[100_000]).Run(source.Token));
    }

    // Each took minutes where work grew with the square; a quarter of a second is usual now.
    [Theory]
    [InlineData("letters")]
    [InlineData("base64")]
    [InlineData("blanks")]
    [InlineData("blanks and a word")]
    [InlineData("lines")]
    [InlineData("marks")]
    [InlineData("beginnings of marks")]
    [InlineData("apostrophes")]
    [InlineData("emoji")]
    [InlineData("ideographs")]
    public void LongTextsAreReadInTheTimeOfOrdinaryOnes(string kind)
    {
        string text = LongText(kind);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Encoding encoding = Tokenizers.FromPair.Encode(text, int.MaxValue, limit.Token);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), encoding.Tokens[^2].ByteEnd);
        Assert.Equal(encoding.Ids.Take(20), Tokenizers.FromPair.Encode(text, 20).Ids.SkipLast(1).Append(encoding.Ids[19]));
    }

    [Fact]
    public void WordsThatWereMetBeforeAreThoseOfAFreshTokenizer()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        Tokenizer used = folder.Load();
        // More words than the cache has places, and each twice.
        string[] words = [.. Enumerable.Range(0, 100_000).Select(i => $"he{i}")];
        foreach (string word in words) used.Encode(word);
        Tokenizer fresh = folder.Load();
        Assert.All(words.Where((_, i) => i % 997 == 0), word => Assert.Equal(fresh.Encode(word).Ids, used.Encode(word).Ids));
    }

    [Fact]
    public void AWordThatWasKeptIsFoundUntilAnotherTakesItsPlace()
    {
        var cache = new MergeCache();
        int[] ids = [1, 2], others = [3];
        Assert.Null(cache.Find("he"));
        cache.Keep("he", ids);
        Assert.Same(ids, cache.Find("he"));
        Assert.Null(cache.Find("she"));
        cache.Keep("he", others);
        Assert.Same(others, cache.Find("he"));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(500)]
    public void PiecesMayBeLong(int length)
    {
        string left = new('a', length), right = new('b', length);
        var ids = new Dictionary<string, int> { [left] = 0, [right] = 1, [left + right] = 2 };
        Assert.Equal((0, 2), PairTable.Of(new([$"{left} {right}"], 0, index => "the merge"), ids).Find(0, 1));
    }

    private static readonly Lazy<Dictionary<string, int>> RobertaIds = new(() => Enumerable.Range(0, Tokenizers.FromPair.VocabularySize)
        .ToDictionary(Tokenizers.FromPair.Piece));

    private static readonly Lazy<MergeList> RobertaMerges = new(() =>
        new(File.ReadAllLines(Repository.Path("tests", "golden", "roberta-base", "merges.txt")), 1, index => $"line {index + 1}"));

    private static readonly Dictionary<MergeList, Dictionary<string, int>> Ranks = [];

    // The definition, word for word: look through all neighbours, merge the first pair, begin again.
    private static int[] Defined(byte[] word, Dictionary<string, int> ids, MergeList merges)
    {
        Dictionary<string, int> ranks;
        lock (Ranks)
        {
            if (!Ranks.TryGetValue(merges, out ranks!))
                Ranks[merges] = ranks = merges.Lines.Skip(merges.First).Select((line, i) => (line, i)).ToDictionary(entry => entry.line, entry => entry.i);
        }
        List<string> pieces = [.. word.Select(b => ByteLevel.Letter(b))];
        while (true)
        {
            int best = -1, rank = int.MaxValue;
            for (int i = 0; i + 1 < pieces.Count; i++)
                if (ranks.TryGetValue($"{pieces[i]} {pieces[i + 1]}", out int found) && found < rank) (best, rank) = (i, found);
            if (best < 0) return [.. pieces.Select(piece => ids.GetValueOrDefault(piece, BytePairs.NoPiece))];
            pieces[best] += pieces[best + 1];
            pieces.RemoveAt(best + 1);
        }
    }

    // Merges of random pieces in a random order: products may come before what they are made of.
    private static (Dictionary<string, int> Ids, MergeList Merges) Made(Random random, int count)
    {
        List<string> pieces = [.. Alphabet.Select(letter => letter.ToString())];
        var merges = new HashSet<string>();
        for (int i = 0; i < count; i++)
        {
            string left = pieces[random.Next(pieces.Count)], right = pieces[random.Next(pieces.Count)];
            if (left.Length + right.Length > 60 || !merges.Add($"{left} {right}")) continue;
            if (!pieces.Contains(left + right)) pieces.Add(left + right);
        }
        string[] lines = [.. merges];
        random.Shuffle(lines);
        return (pieces.Index().ToDictionary(piece => piece.Item, piece => piece.Index), new MergeList(lines, 0, index => $"merge {index}"));
    }

    private static byte[] Word(Random random, int length, string letters) =>
        [.. Enumerable.Range(0, length).Select(_ => (byte)letters[random.Next(letters.Length)])];

    private static string LongText(string kind) => kind switch
    {
        "letters" => new string('a', 200_000),
        "base64" => string.Concat(Word(new(3), 200_000, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").Select(b => (char)b)),
        "blanks" => new string(' ', 200_000),
        "blanks and a word" => new string(' ', 200_000) + "x",
        "lines" => string.Concat(Enumerable.Repeat("\n ", 100_000)) + "x",
        "marks" => string.Concat(Enumerable.Repeat(" <mask>", 50_000)),
        "beginnings of marks" => string.Concat(Enumerable.Repeat("<mas", 50_000)),
        "apostrophes" => new string('\'', 200_000),
        "emoji" => string.Concat(Enumerable.Repeat("😀", 100_000)),
        "ideographs" => new string('語', 200_000),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
