using PureSaliency.Benchmarks.SideBySide.Peer;

namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>Both sides must learn the same from the same batches before either is timed.</summary>
internal static class TrainingAgreement
{
    private const int Updates = 3;
    private const double MostOfLoss = 1e-4, MostOfNorm = 1e-3, MostOfWeights = 1e-3;
    private static readonly string[] Compared = [Embeddings.Word, "roberta.encoder.layer.3.intermediate.dense.weight"];

    /// <summary>Throws at the first number in which they differ.</summary>
    /// <exception cref="InvalidOperationException">They do.</exception>
    public static void Check(TrainingCase work, Settings settings)
    {
        var batches = work.Batches(Updates);
        using var ours = new OurTrainer(work, settings.Weights, settings.Threads);
        float[][] start = [.. Compared.Select(ours.Weight)];
        StepResult[] steps = [.. batches.Select(ours.Step)];
        foreach (var (name, create) in PeerTrainer.Optimizers)
        {
            using var peer = new PeerTrainer(work, settings.Weights, settings.Threads, create);
            string what = $"{work.Name}, {name}";
            for (int update = 0; update < Updates; update++)
            {
                var theirs = peer.Step(new PeerTrainingBatch(batches[update]));
                Demand($"loss {update + 1} of {what}", Math.Abs(steps[update].Loss / theirs.Loss - 1), MostOfLoss, theirs.Loss);
                Demand($"gradient norm {update + 1} of {what}", Math.Abs(steps[update].Norm / theirs.Norm - 1), MostOfNorm, theirs.Norm);
            }
            for (int i = 0; i < Compared.Length; i++)
                CheckWeight($"{Compared[i]} of {what}", start[i], ours.Weight(Compared[i]), peer.Weight(Compared[i]));
        }
    }

    // What was learned, not the weights: against those everything is small after three updates.
    private static void CheckWeight(string what, float[] start, float[] ours, float[] peer)
    {
        double size = Distance(start, peer);
        Demand("change of " + what, Distance(ours, peer) / size, MostOfWeights, size);
    }

    private static void Demand(string what, double difference, double most, double value)
    {
        if (!(difference <= most))
            throw new InvalidOperationException(
                $"The two sides differ in the {what} ({value:0.00000}) by {difference:0.0e+00} of it, expected at most {most:0.0e+00}.");
        Console.Error.WriteLine($"agree: {what}, {value:0.00000}, relative difference {difference:0.0e+00}");
    }

    private static double Distance(float[] a, float[] b)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++) squares += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return Math.Sqrt(squares);
    }
}
