namespace PureSaliency.Tests.Gpu;

/// <summary>How far kernels may be from the CPU; docs/numerics.md says why.</summary>
internal static class GpuTolerance
{
    /// <summary>An operation in float against the CPU in double, relative L2.</summary>
    public const double Float = 2e-5;

    /// <summary>An operation in double against the CPU in double, relative L2.</summary>
    public const double Double = 1e-12;

    /// <summary>Logits and scores of whole models in float, relative to the largest.</summary>
    public const double Model = 1e-4;

    /// <summary>Cosine of the gradients of whole models in float, at least.</summary>
    public const double Cosine = 0.99999;
}
