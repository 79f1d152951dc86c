using System.Buffers;
using System.Globalization;
using System.Text;

namespace PureSaliency.Roberta.Text;

/// <summary>Added tokens that are looked for together, letter by letter in a tree; each place of a text costs at most the longest token.</summary>
internal sealed class AddedTokenSet
{
    private readonly Node root = new();
    private readonly SearchValues<char> firstLetters;

    /// <param name="tokens">Each of another text.</param>
    public AddedTokenSet(IReadOnlyCollection<AddedToken> tokens)
    {
        foreach (AddedToken token in tokens)
        {
            Node node = root;
            foreach (char letter in token.Text) node = node.Follow(letter);
            node.Token = token;
        }
        firstLetters = SearchValues.Create([.. root.Next.Keys]);
    }

    /// <summary>The matches between two places of a text, which is looked at as if there were nothing around it.</summary>
    public IEnumerable<AddedMatch> Find(string text, int start, int end)
    {
        int plain = start;
        for (int at = Candidate(text, start, end); at >= 0;)
        {
            AddedToken? token = Longest(text, at, end);
            int stop = at + (token?.Text.Length ?? 1);
            if (token is not null && !(token.SingleWord && TouchesWord(text, start, at, stop, end)))
            {
                AddedMatch match = Match(text, plain, at, stop, end, token);
                yield return match;
                plain = match.After;
            }
            at = Candidate(text, stop, end);
        }
    }

    private int Candidate(string text, int from, int end)
    {
        int found = text.AsSpan(from, end - from).IndexOfAny(firstLetters);
        return found < 0 ? -1 : from + found;
    }

    private AddedToken? Longest(string text, int at, int end)
    {
        AddedToken? longest = null;
        for (Node? node = root; at < end && node.Next.TryGetValue(text[at], out node); at++) longest = node.Token ?? longest;
        return longest;
    }

    private static AddedMatch Match(string text, int plain, int at, int stop, int end, AddedToken token)
    {
        int before = at, after = stop;
        while (token.TakesLeft && before > plain && char.IsWhiteSpace(text[before - 1])) before--;
        while (token.TakesRight && after < end && char.IsWhiteSpace(text[after])) after++;
        return new AddedMatch(token, Math.Max(before, plain), at, stop, after);
    }

    private static bool TouchesWord(string text, int start, int at, int stop, int end)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(start, at - start), out Rune left, out _);
        Rune.DecodeFromUtf16(text.AsSpan(stop, end - stop), out Rune right, out _);
        return IsOfWord(left) || IsOfWord(right); // of no text comes U+FFFD, which is of no word
    }

    // \w of the reference's regular expressions (Unicode TS 18): alphabetic, marks, digits, connectors and joiners.
    private static bool IsOfWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.LetterNumber => true, // all letters, all marks, digits and letter numbers
        UnicodeCategory.ConnectorPunctuation => true,
        _ => rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
    };

    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public AddedToken? Token { get; set; }

        public Node Follow(char letter) => Next.TryGetValue(letter, out Node? next) ? next : Next[letter] = new();
    }
}
