using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Families;

/// <summary>From the names in a file to the names of today.</summary>
internal sealed class TensorNames
{
    private const string Word = "embeddings.word_embeddings.weight", Family = "roberta.";

    // What data parallelism, compilation, sharding and training frameworks put around a model, or around its parts.
    private static readonly string[] Wrappers = ["module", "_orig_mod", "model", "_forward_module"];
    private static readonly string[] InnerWrappers = ["_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"];
    private static readonly string[] Bare = ["embeddings.", "encoder.", "pooler."];
    private static readonly string[] OtherFamilies = ["bert.", "distilbert.", "electra.", "deberta.", "albert.", "longformer.", "xlm."];

    private readonly string shared = "";
    private readonly bool bare;
    private readonly HashSet<string> wrappers = [];
    private int wrapped, renamed;

    /// <summary>Looks at all names.</summary>
    public TensorNames(IReadOnlyCollection<string> names)
    {
        string[] unwrapped = [.. names.Select(Unwrapped)];
        shared = Shared(unwrapped);
        string[] inner = [.. unwrapped.Select(name => name[shared.Length..])];
        bare = !inner.Any(name => name.StartsWith(Family, StringComparison.Ordinal)) && inner.Any(name => name == Word);
        foreach (string name in inner) _ = Renamed(name);
        Prefixes = [.. wrappers, .. shared.Length > 0 ? (string[])[shared] : []];
        Notes = [.. Described(names.Count)];
    }

    /// <summary>Prefixes that are taken off.</summary>
    public IReadOnlyList<string> Prefixes { get; }

    /// <summary>What is done to names, for the user.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The name of today.</summary>
    public string Own(string name) => Renamed(WithFamily(Unwrapped(name)[shared.Length..]));

    /// <summary>The family that names without <c>roberta.</c> belong to, such as <c>bert.</c>; null if it is none that is known.</summary>
    public static string? OtherFamily(IEnumerable<string> names) =>
        names.Select(name => OtherFamilies.FirstOrDefault(family => name.StartsWith(family, StringComparison.Ordinal))).FirstOrDefault(family => family is not null);

    private IEnumerable<string> Described(int all)
    {
        if (wrapped > 0) yield return $"{string.Join(" and ", wrappers.Select(name => name.Quote()[1..^1]))} taken off {Counted(wrapped, all)}";
        if (shared.Length > 0) yield return $"{shared.Quote()[1..^1]} taken off all names";
        if (bare) yield return "roberta. put before the names of a bare encoder";
        if (renamed > 0) yield return $"LayerNorm gamma and beta read as weight and bias ({renamed} names)";
    }

    private static string Counted(int some, int all) => some == all ? "all names" : $"{some} of {all} names";

    private string Unwrapped(string name)
    {
        string[] parts = name.Split('.');
        int first = 0;
        while (first < parts.Length - 1 && Wrappers.Contains(parts[first])) Note(parts[first++]);
        string[] left = [.. parts[first..].Where((part, i) => i == parts.Length - first - 1 || !InnerWrappers.Contains(part) || !Note(part))];
        if (left.Length == parts.Length) return name;
        wrapped++;
        return string.Join('.', left);
    }

    private bool Note(string wrapper)
    {
        wrappers.Add(wrapper + ".");
        return true;
    }

    // Something that stands before every name, told by where the word embeddings are.
    private static string Shared(string[] names)
    {
        string[] words = [.. names.Where(name => name.EndsWith(Word, StringComparison.Ordinal))];
        if (words.Length != 1) return "";
        string before = words[0][..^Word.Length];
        if (before.EndsWith(Family, StringComparison.Ordinal)) before = before[..^Family.Length];
        bool all = before.EndsWith('.') && !OtherFamilies.Contains(before) && names.All(name => name.StartsWith(before, StringComparison.Ordinal));
        return all ? before : "";
    }

    private string WithFamily(string name) =>
        bare && Bare.Any(start => name.StartsWith(start, StringComparison.Ordinal)) ? Family + name : name;

    private string Renamed(string name)
    {
        foreach (var (old, now) in new[] { (".gamma", ".weight"), (".beta", ".bias") })
            foreach (string norm in (string[])["LayerNorm", "layer_norm"])
                if (name.EndsWith(norm + old, StringComparison.Ordinal))
                {
                    renamed++;
                    return name[..^old.Length] + now;
                }
        return name;
    }
}
