using PureSaliency.Fuzz.Run;

namespace PureSaliency.Fuzz.Families;

/// <summary>The families by name.</summary>
internal static class AllFamilies
{
    public const string Every = "all";

    public static IReadOnlyList<Family> List { get; } =
        [new Safetensors(), new ShardIndexes(), new Configs(), new Tokenizers(), new Settings(), new Corpora(), new Resumes()];

    public static IReadOnlyList<Family> Named(string name) => name == Every ? List : [.. List.Where(family => family.Name == name)];
}
