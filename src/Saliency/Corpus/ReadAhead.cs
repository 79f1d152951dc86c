namespace PureSaliency.Saliency.Corpus;

/// <summary>
/// Reads a source on a thread of its own, up to a weight ahead, and hands out what is there. A slow source is not waited
/// for until a window is full, and a slow taker holds the source back.
/// </summary>
internal sealed class ReadAhead<T> : IDisposable
{
    // Long enough for a file to fill a window, too short for a person at a terminal to notice.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly object gate = new();
    private readonly Func<T, int> weigh;
    private readonly int most;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration wake;
    private readonly Task reading;
    private List<T> waiting = [];
    private long weight;
    private bool ended, stopped;

    /// <summary>Begins to read.</summary>
    /// <param name="source">Read to its end, or as far as items are taken.</param>
    /// <param name="weigh">Weight of an item.</param>
    /// <param name="most">Reading pauses when items of this weight wait.</param>
    /// <param name="cancellation">Ends waiting; a source that is silent then is left behind.</param>
    public ReadAhead(IEnumerable<T> source, Func<T, int> weigh, int most, CancellationToken cancellation)
    {
        (this.weigh, this.most, this.cancellation) = (weigh, most, cancellation);
        wake = cancellation.Register(() => Change(() => stopped = true));
        reading = Task.Factory.StartNew(() => Read(source), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The items that have come in since; waits for one, and a moment for a full window. Null at the end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<T>? Next()
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !ended && !stopped) Monitor.Wait(gate);
            long patient = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            while (weight < most && !ended && !stopped && patient - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(gate, TimeSpan.FromMilliseconds(left));
            cancellation.ThrowIfCancellationRequested();
            if (waiting.Count > 0) return Take();
        }
        reading.GetAwaiter().GetResult(); // what stopped the source is thrown here, after all that came before it
        return null;
    }

    /// <summary>Stops reading and waits until the source has been left; a cancelled reader does not wait.</summary>
    public void Dispose()
    {
        wake.Dispose();
        Change(() => stopped = true);
        if (!cancellation.IsCancellationRequested) Task.WaitAny(reading);
    }

    private List<T> Take()
    {
        var taken = waiting;
        Change(() => (waiting, weight) = ([], 0));
        return taken;
    }

    private void Read(IEnumerable<T> source)
    {
        try
        {
            foreach (T item in source)
                if (!Add(item)) return;
        }
        finally
        {
            Change(() => ended = true);
        }
    }

    private bool Add(T item)
    {
        lock (gate)
        {
            while (weight >= most && !stopped) Monitor.Wait(gate);
            if (stopped) return false;
            waiting.Add(item);
            weight += weigh(item);
            Monitor.PulseAll(gate);
            return true;
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            Monitor.PulseAll(gate);
        }
    }
}
