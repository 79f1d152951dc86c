using PureSaliency.Roberta;

namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>
/// Floating-point operations of a step's products as ours does them: forwards, back to the inputs and back to the weights, each
/// as many. What is computed a second time does not count, and neither does anything that is not a product.
/// </summary>
internal static class TrainingFlops
{
    private const double PerWeight = 3 * 2;

    public static double Of(ModelConfig config, TrainingCase work, int labels)
    {
        double rows = work.Batch * work.Tokens, k = config.Hidden;
        double block = Block(config, work.Tokens, rows, rows);
        if (work.GuessesWords) return config.Layers * block + PerWeight * labels * (k * k + k * config.Vocabulary);
        // A classifier reads the first row of each text: of the last block only keys and values are computed for all.
        return (config.Layers - 1) * block + Block(config, work.Tokens, rows, work.Batch)
            + PerWeight * labels * (k * k + k * TrainingCheckpoint.Classes);
    }

    private static double Block(ModelConfig config, int tokens, double rows, double asking)
    {
        double k = config.Hidden;
        double products = rows * 2 * k * k + asking * (2 * k * k + 2 * k * config.Intermediate);
        return PerWeight * (products + asking * 2 * tokens * k); // Q·Kᵀ and P·V
    }
}
