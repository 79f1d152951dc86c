using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>The game of a text and a model. Each set is asked for once: methods and measures share what was answered.</summary>
internal sealed class TextGame : ITextGame
{
    private readonly Dictionary<string, Answer> known = [];
    private readonly ITextProbe probe;
    private readonly Replacement removal;
    private readonly int target;
    private readonly OutputKind outputs;
    private bool? holds;

    /// <summary>A game of one text.</summary>
    /// <param name="probe">The text and the model.</param>
    /// <param name="removal">What takes the place of hidden tokens.</param>
    /// <param name="target">c, the class that is asked about.</param>
    /// <param name="outputs">What the model's outputs mean.</param>
    /// <exception cref="InputException">The outputs are numbers, which have no probability.</exception>
    public TextGame(ITextProbe probe, Replacement removal, int target, OutputKind outputs)
    {
        if (outputs == OutputKind.Value)
            throw new InputException("Measures follow a probability: the model gives numbers and no probabilities (problem_type regression).");
        (this.probe, this.removal, this.target, this.outputs) = (probe, removal, target, outputs);
    }

    public IReadOnlyList<int> Inner => probe.Inner;

    public Answer[] Hidden(IReadOnlyList<IReadOnlyCollection<int>> hidden)
    {
        string[] keys = [.. hidden.Select(KeyOf)];
        // Of a label that stands by itself, what is kept is which side of the bound it is on; that takes the whole text's answer.
        string[] fresh = [.. (known.ContainsKey("") ? keys : keys.Prepend("")).Distinct().Where(key => !known.ContainsKey(key))];
        if (fresh.Length > 0) Ask(fresh);
        return Array.ConvertAll(keys, key => known[key]);
    }

    private void Ask(string[] keys)
    {
        double[][] logits = probe.Logits(keys.Select(key => VariantOf(key)), keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            double p = outputs.Probabilities(logits[i])![target];
            holds ??= p >= OutputKinds.Holds;
            bool kept = outputs == OutputKind.ExclusiveClasses ? outputs.Predicted(logits[i]) == target : p >= OutputKinds.Holds == holds;
            known[keys[i]] = new(logits[i][target], p, kept);
        }
    }

    private Variant VariantOf(string key)
    {
        int[] places = [.. key.Select(place => (int)place)];
        return removal switch
        {
            _ when places.Length == 0 => probe.Unchanged(),
            Replacement.Mask => probe.With(places, probe.MaskId),
            Replacement.Pad => probe.With(places, probe.PadId),
            _ => probe.Without(places),
        };
    }

    // A place as a character: a set is a short string, which dictionaries know how to hold.
    private static string KeyOf(IReadOnlyCollection<int> places) => string.Concat(places.Order().Select(place => checked((char)place)));
}
