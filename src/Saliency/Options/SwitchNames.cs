using System.Text.Json;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Options;

/// <summary>
/// The written names of the switches: on the command line, in JSON and on pages the same,
/// so that what a result prints can be typed back.
/// </summary>
public static class SwitchNames
{
    private const string Decoded = "decoded-";

    /// <summary>The name of a value, such as <c>log-probability</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Table<T>.Names[Array.IndexOf(Table<T>.Values, value)];

    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Table<T>.Names;

    /// <summary>The value of a name.</summary>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum
    {
        int index = Array.IndexOf(Table<T>.Names, name);
        value = index < 0 ? default : Table<T>.Values[index];
        return index >= 0;
    }

    /// <summary>Name of a method with <c>decoded-</c> before it where the scores are decoded.</summary>
    public static string Method(ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (options.Decode ? Decoded : "") + options.Method;
    }

    /// <summary>All methods, plain and decoded.</summary>
    public static IReadOnlyList<string> Methods { get; } =
        [.. SaliencyMethods.All.SelectMany(method => new[] { method.Info.Name, Decoded + method.Info.Name })];

    /// <summary>The parts of a method's name.</summary>
    public static bool TryParseMethod(string? name, out string method, out bool decode)
    {
        decode = name?.StartsWith(Decoded, StringComparison.Ordinal) == true;
        method = (decode ? name![Decoded.Length..] : name) ?? "";
        return SaliencyMethods.Find(method) is not null;
    }

    private static class Table<T> where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();

        public static readonly string[] Names =
            Array.ConvertAll(Values, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
    }
}
