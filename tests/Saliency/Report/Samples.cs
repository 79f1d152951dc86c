using System.Text;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Report;

/// <summary>Explanations made by hand, for everything that only shows them.</summary>
internal static class Samples
{
    private static readonly string[] Hostile =
        ["A", " warm", ",", " na", "ïve", " 😀", "😀", " <script>", "alert", "(", "\"", "it's", "\")", "</script>", " film", " &", "\n  grip", "ping", " 映画", "!"];

    /// <summary>Several layers, negative scores, markup and an emoji of two tokens in the text.</summary>
    public static Explanation Rich { get; } = Make(Hostile, layers: [0, 2, 4, 6], signed: true, ExplainOptions.Paper with
    {
        Method = GradXInput.Name,
        Rectify = Rectify.None,
        Layer = LayerChoice.All,
        Value = ExplainedValue.LogProbability,
    });

    /// <summary>One layer, as a first user sees it.</summary>
    public static Explanation Plain { get; } = Make(
        ["a", " warm", ",", " funny", " and", " grip", "ping", " film", " that", " stays", " with", " you"],
        layers: [4], signed: false, ExplainOptions.Paper);

    /// <summary>A text of more tokens than the model has positions.</summary>
    public static Explanation Windowed { get; } = Make(
        [.. Enumerable.Range(0, 600).Select(i => (i == 0 ? "" : " ") + "word" + i)], layers: [3, 4], signed: false,
        ExplainOptions.Paper with { Layer = LayerChoice.All, Decode = false }) with
    {
        Windows = [new(1, 512, [-1.5, 2.25]), new(257, 344, [-0.5, 1.125])],
        Notes = ["The text has 600 tokens and the model 512 places; it was explained in 2 overlapping windows."],
    };

    /// <summary>With evidence of every kind.</summary>
    public static Explanation Tried { get; } = Plain with
    {
        LayerReason = "balance 0.400 [0.300, 0.500] on 100 texts of some, the best of all layers.",
        Evidence = new()
        {
            Holds = true,
            Layer = 4,
            Gradient = new(4, 2e-9, 1e-6, true, true),
            Precision = new("float32", 3e-7, 1e-6, 1e-3, true),
            Completeness = new(1.5, 1.51, 0.1, true),
            Deletion = new([0, 50, 100], [0.9, 0.4, 0.2], 0.475, [0.9, 0.7, 0.2], 0.625),
            Insertion = new([0, 50, 100], [0.2, 0.8, 0.9], 0.675, [0.2, 0.5, 0.9], 0.525),
            Passes = 52,
            Notes = ["Of 2 windows the first was tried."],
        },
    };

    /// <summary>Labels that do not exclude each other, two of which hold.</summary>
    public static Explanation Labels { get; } = Plain with
    {
        Outputs = OutputKind.IndependentLabels,
        Classes = [new(0, "oil", -0.825, 0.305), new(1, "money", 0.46, 0.613), new(2, "sport", 0.156, 0.539)],
        Prediction = new(1, "money", 0.46, 0.613),
        Target = new(1, "money", 0.46, 0.613),
    };

    /// <summary>A regression's number.</summary>
    public static Explanation Number { get; } = Plain with
    {
        Outputs = OutputKind.Value,
        Classes = [new(0, "score", -0.8236, null)],
        Prediction = new(0, "score", -0.8236, null),
        Target = new(0, "score", -0.8236, null),
    };

    /// <summary>What the classifier answered in an explanation.</summary>
    public static Prediction Predicted(Explanation explanation) => new()
    {
        Text = explanation.Text,
        Model = explanation.Model,
        Outputs = explanation.Outputs,
        Top = explanation.Prediction,
        Holding = explanation.Outputs == OutputKind.IndependentLabels ? explanation.Answer() : null,
        Classes = explanation.Classes,
        Tokens = explanation.Tokens.Count,
        Windows = explanation.Windows,
        Notes = explanation.Notes,
        Milliseconds = 10.4,
    };

    private static Explanation Make(string[] pieces, int[] layers, bool signed, ExplainOptions options)
    {
        var (text, tokens) = Places(pieces);
        var words = Words(text, tokens);
        var classes = new[] { new ClassScore(0, "negative", -1.75, 0.0294), new ClassScore(1, "positive", 1.75, 0.9706) };
        return new Explanation
        {
            Text = text,
            Model = new("roberta-small-sst2", new string('a', 64), 6, 128, 50265, "float32"),
            Head = options.Decode ? new("roberta-small", new string('b', 64), 6, 128, 50265, "float32") : null,
            Options = options,
            Prediction = classes[1],
            Target = signed ? classes[0] : classes[1],
            Classes = classes,
            Tokens = tokens,
            Words = words,
            ChosenLayer = layers.MinBy(layer => Math.Abs(layer - 4)),
            Layers = [.. layers.Select(layer => Layer(layer, tokens, words, signed, options.Decode))],
            Timing = new(0.21, 3.4, 5.25, 1.5, 10.4),
        };
    }

    private static (string, List<TokenPlace>) Places(string[] pieces)
    {
        var text = new StringBuilder();
        var tokens = new List<TokenPlace> { new(0, "<s>", "<s>", -1, -1, -1, -1, true) };
        foreach (string piece in pieces)
        {
            if (piece == "😀") // the rest of the emoji's bytes: the same place in the text
            {
                tokens.Add(tokens[^1] with { Id = 7, Piece = "ĺĢ" });
                continue;
            }
            int start = text.Length + piece.Length - piece.TrimStart().Length;
            text.Append(piece);
            int bytes = Encoding.UTF8.GetByteCount(text.ToString(0, start));
            string place = piece.TrimStart();
            tokens.Add(new(100 + tokens.Count, piece.Replace(' ', 'Ġ').Replace('\n', 'Ċ'), piece,
                start, text.Length, bytes, bytes + Encoding.UTF8.GetByteCount(place), false));
        }
        tokens.Add(new(2, "</s>", "</s>", -1, -1, -1, -1, true));
        return (text.ToString(), tokens);
    }

    private static List<WordPlace> Words(string text, List<TokenPlace> tokens)
    {
        var words = new List<WordPlace>();
        for (int i = 1; i < tokens.Count - 1; i++)
        {
            var t = tokens[i];
            bool joins = words.Count > 0 && (t.Start < words[^1].End
                || (t.Start == words[^1].End && char.IsLetter(text[t.Start]) && char.IsLetter(text[t.Start - 1])));
            if (joins)
            {
                var w = words[^1];
                words[^1] = w with { Text = text[w.Start..t.End], End = t.End, ByteEnd = t.ByteEnd, TokenCount = w.TokenCount + 1 };
            }
            else
                words.Add(new(text[t.Start..t.End], t.Start, t.End, t.ByteStart, t.ByteEnd, i, 1));
        }
        return words;
    }

    private static LayerExplanation Layer(int layer, List<TokenPlace> tokens, List<WordPlace> words, bool signed, bool decode)
    {
        double[] scores = [.. tokens.Select((_, i) => Score(layer, i, signed))];
        return new()
        {
            Layer = layer,
            TokenScores = scores,
            WordScores = [.. words.Select(w => scores.Skip(w.FirstToken).Take(w.TokenCount).Sum())],
            PositionScores = [.. scores.Select(s => s * 1.5)],
            Vocabulary = !decode ? [] :
            [
                new(3279, "Ġwarm", " warm", 0.31, true), new(11, "Ġheart", " heart", 0.22, false), new(12, "Ġ<b>", " <b>", 0.17, false),
                new(13, "Ġfunny", " funny", 0.12, true), new(14, "Ġmovie", " movie", signed ? -0.09 : 0.09, false), new(15, "Ċ", "\n", 0.02, false),
            ],
            Coherence = decode ? new(0.75, 0.41, 1.25) : null,
            Completeness = signed ? new(1.2, 1.25) : null,
        };
    }

    private static double Score(int layer, int i, bool signed)
    {
        double wave = Math.Sin(1 + i * 1.7 + layer * 0.6) * Math.Exp(-layer * 0.8);
        return signed ? wave : Math.Max(0, wave);
    }
}
