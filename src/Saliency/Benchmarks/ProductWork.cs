using PureSaliency.Roberta;

namespace PureSaliency.Saliency.Benchmarks;

/// <summary>
/// Floating-point operations of the products of a pass, two per multiply-add: what the formulas ask for, however they are computed.
/// </summary>
internal sealed class ProductWork(ModelConfig config, int sequences, int tokens, int classes)
{
    private readonly double rows = (double)sequences * tokens;

    /// <summary>Products with weights, forwards; the same once more backwards to their inputs.</summary>
    public double Linear =>
        2 * rows * config.Layers * (4.0 * config.Hidden * config.Hidden + 2.0 * config.Hidden * config.Intermediate)
        + 2.0 * sequences * config.Hidden * (config.Hidden + classes);

    /// <summary>Q Kᵀ of all blocks, forwards, and so much again P V; twice each backwards, for either factor has a gradient.</summary>
    public double Attention => 2 * rows * tokens * config.Hidden * config.Layers;

    /// <summary>A whole forward pass.</summary>
    public double Forward => Linear + 2 * Attention;

    /// <summary>A forward pass and the gradient to layer 0.</summary>
    public double Gradient => 2 * Linear + 3 * 2 * Attention;

    /// <summary>Forwards and backwards of all steps of an operation; null if products are not what it is made of.</summary>
    public double? Of(string operation) => operation switch
    {
        "linear" => 2 * Linear,
        "attention weights" or "attention context" => 3 * Attention,
        _ => null,
    };
}
