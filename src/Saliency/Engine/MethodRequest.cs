namespace PureSaliency.Saliency.Engine;

/// <summary>A method and its layers, one of several that are asked for together.</summary>
/// <param name="Options">The method.</param>
/// <param name="Layers">Its layers, ascending.</param>
/// <param name="Words">Places of each word's tokens where it takes words away; null for all others.</param>
internal sealed record MethodRequest(ExplainOptions Options, int[] Layers, int[][]? Words = null);

/// <summary>What came of it.</summary>
/// <param name="Layers">An outcome for each layer asked for.</param>
/// <param name="Passes">For each, passes forward through the model and back that it took, were it alone.</param>
/// <param name="Seconds">Time that all of them took, were the method alone: what it shares with others counts for each.</param>
internal sealed record MethodOutcome(LayerOutcome[] Layers, (double Forward, double Backward)[] Passes, double Seconds);
