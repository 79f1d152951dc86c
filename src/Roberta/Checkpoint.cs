using System.Diagnostics.CodeAnalysis;
using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>
/// A checkpoint's tensors under the names that the reference implementation gives them today: wrappers around the model
/// (<c>module.</c>, <c>_orig_mod.</c>) and a prefix that all names share are taken off, a bare encoder's names get their
/// <c>roberta.</c>, and LayerNorm's old gamma and beta are weight and bias.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    private readonly SafetensorsSet set;
    private readonly Dictionary<string, string> stored = [];

    private Checkpoint(SafetensorsSet set, string path)
    {
        this.set = set;
        var names = new TensorNames(set.Names);
        (Prefixes, Notes) = (names.Prefixes, names.Notes);
        foreach (string name in set.Names)
        {
            string own = names.Own(name);
            if (!stored.TryAdd(own, name) && !RobertaNames.KnownUnused(own))
                throw new InputException($"'{path}' has {stored[own].Quote()} and {name.Quote()}, "
                    + $"which are both the model's {own.Quote()}; expected one of them.");
        }
    }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => stored.Keys;

    /// <summary>The paths of the files.</summary>
    public IReadOnlyList<string> Files => set.Files;

    /// <summary>Prefixes that were taken off.</summary>
    public IReadOnlyList<string> Prefixes { get; }

    /// <summary>What was done to names, for the user.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Opens the weights of a folder, or a file.</summary>
    /// <exception cref="InputException">There are none, or they are damaged.</exception>
    public static Checkpoint Open(string folderOrFile)
    {
        if (Directory.Exists(folderOrFile) && FolderDiagnosis.WithoutWeights(folderOrFile) is { } problem) throw new InputException(problem);
        var set = SafetensorsSet.Open(folderOrFile);
        try
        {
            return new(set, folderOrFile);
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor by its name of today, and the file that holds it.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsFile? file, [NotNullWhen(true)] out TensorEntry? entry)
    {
        (file, entry) = (null, null);
        return stored.TryGetValue(name, out string? written) && set.TryGet(written, out file, out entry);
    }

    /// <summary>The tensor of that name; it must be there.</summary>
    public TensorEntry Entry(string name) => TryGet(name, out _, out var entry) ? entry : throw new KeyNotFoundException(name);

    /// <summary>Closes all files.</summary>
    public void Dispose() => set.Dispose();
}
