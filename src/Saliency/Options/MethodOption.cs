namespace PureSaliency.Saliency.Options;

/// <summary>Options that a method declares for itself; their values lie in <see cref="ExplainOptions.Settings"/>.</summary>
public static class MethodOption
{
    /// <summary>One of an enumeration; its written names are those of <see cref="SwitchNames"/>.</summary>
    /// <param name="name">As on a command line.</param>
    /// <param name="description">What it decides, without a full stop.</param>
    /// <param name="standard">The default.</param>
    public static OptionInfo<T> Choice<T>(string name, string description, T standard) where T : struct, Enum =>
        Make(name, description, new ChoiceKind<T>(), standard);

    /// <summary>A whole number from <paramref name="least"/>.</summary>
    /// <inheritdoc cref="Choice{T}"/>
    public static OptionInfo<int> Whole(string name, string description, int standard, int least) =>
        Make(name, description, new WholeKind(least), standard);

    private static OptionInfo<T> Make<T>(string name, string description, OptionKind<T> kind, T standard) => new(
        name, description, OptionScope.Method, kind, options => options.Settings.Get(name, standard),
        (options, value) => options with { Settings = options.Settings.With(name, value, standard) });
}
