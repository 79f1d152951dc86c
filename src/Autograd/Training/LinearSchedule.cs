namespace PureSaliency.Autograd.Training;

/// <summary>
/// A rate that rises linearly for some updates and then falls linearly towards 0:
/// rate · min((t + 1) / warmup, (T − t) / (T − warmup)) at update t = 0 … T − 1.
/// </summary>
/// <param name="Rate">The highest rate.</param>
/// <param name="Warmup">Updates until it is reached; 0 starts with it.</param>
/// <param name="Updates">T, number of updates.</param>
public sealed record LinearSchedule(double Rate, int Warmup, int Updates)
{
    /// <summary>The rate of one update.</summary>
    public double At(int update)
    {
        double rising = Warmup == 0 ? 1 : (update + 1.0) / Warmup;
        double falling = Updates == Warmup ? 1 : (Updates - (double)update) / (Updates - Warmup);
        return Rate * Math.Min(rising, falling);
    }
}
