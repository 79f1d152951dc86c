namespace PureSaliency.Saliency.Engine;

/// <summary>Counts how often a text, or a variant of it, went through the model; a pass through half of the blocks is half a pass.</summary>
internal sealed class PassMeter
{
    /// <summary>Passes up to the logits.</summary>
    public double Forward { get; private set; }

    /// <summary>Passes back.</summary>
    public double Backward { get; private set; }

    /// <summary>Counts some.</summary>
    /// <param name="texts">How many texts or variants.</param>
    /// <param name="blocks">Blocks that each went through.</param>
    /// <param name="of">L, blocks of the model.</param>
    /// <param name="back">Whether a gradient was taken, too.</param>
    public void Count(int texts, int blocks, int of, bool back = false)
    {
        double passes = texts * (double)blocks / of;
        Forward += passes;
        if (back) Backward += passes;
    }
}
