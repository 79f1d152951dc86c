using System.Reflection;
using PureSaliency.Cli;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>The tiny model, loaded once for all files that are no part of a model: it is not disposed of by who borrows it.</summary>
internal class Borrowed : DispatchProxy
{
    private static readonly Lazy<ITextExplainer> Shared = new(Load);
    private static readonly Lazy<ITextExplainer> Proxy = new(Create<ITextExplainer, Borrowed>);

    public static ITextExplainer Lend(string? model, LoadOptions options) => Proxy.Value;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IDisposable.Dispose) ? null : targetMethod.Invoke(Shared.Value, BindingFlags.DoNotWrapExceptions, null, args, null);

    // Mapped and hashed, the files are needed no more.
    private static ITextExplainer Load()
    {
        using var place = new Workplace();
        place.Fill(TinyModel.WithHead());
        var explainer = TextExplainer.Load(place.Folder, new LoadOptions { Device = new DeviceChoice(Threads: 1) });
        _ = explainer.Models;
        return explainer;
    }
}
