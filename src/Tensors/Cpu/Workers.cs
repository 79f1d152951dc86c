using System.Diagnostics;

namespace PureSaliency.Tensors;

/// <summary>
/// Threads that share work with the caller. Between two pieces of work they spin for a moment and then sleep: waking takes
/// longer than most products, but spinning on beside another busy process would take the processor from it.
/// </summary>
internal sealed class Workers : IDisposable
{
    private static readonly long Patience = Stopwatch.Frequency / 20_000; // 50 µs

    [ThreadStatic]
    private static bool working;

    private readonly Thread[] threads;
    private readonly SemaphoreSlim awake = new(0);
    private volatile Job? current;
    private int sleeping;
    private volatile bool disposed;

    public Workers(int count)
    {
        threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            var thread = new Thread(Live) { IsBackground = true, Name = "PureSaliency worker" };
            try
            {
                thread.Start();
            }
            catch (Exception problem) when (problem is OutOfMemoryException or ThreadStartException)
            {
                threads = threads[..i];
                Dispose();
                throw DeviceException.Missing($"The system starts no more than {i + 1} of {count + 1} threads; fewer may do.", problem);
            }
            threads[i] = thread;
        }
    }

    /// <summary>Runs <paramref name="body"/> once for each index below <paramref name="count"/>; returns when all are done.</summary>
    public void Run(int count, Action<int> body)
    {
        if (working)
        {
            // Work within work stays on its thread.
            for (int i = 0; i < count; i++) body(i);
            return;
        }
        var job = new Job(count, body);
        current = job;
        // Either we see a sleeper here, or the sleeper sees the job.
        Interlocked.MemoryBarrier();
        int asleep = Volatile.Read(ref sleeping);
        if (asleep > 0) awake.Release(asleep);
        Share(job);
        var wait = new SpinWait();
        while (!job.IsDone) wait.SpinOnce(sleep1Threshold: -1);
        current = null;
        job.ThrowIfFailed();
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        awake.Release(threads.Length);
        foreach (var thread in threads) thread.Join();
        awake.Dispose();
    }

    private void Live()
    {
        Job? last = null;
        while (!disposed)
        {
            if (current is { } job && job != last)
                Share(last = job);
            else
                Wait(last);
        }
    }

    private void Wait(Job? last)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < Patience)
        {
            if (disposed || (current is { } job && job != last)) return;
            Thread.SpinWait(8);
        }
        // Announced before the last look: whoever posts a job later sees the sleeper.
        Interlocked.Increment(ref sleeping);
        if (!disposed && (current is not { } missed || missed == last)) awake.Wait();
        Interlocked.Decrement(ref sleeping);
    }

    private static void Share(Job job)
    {
        working = true;
        job.Share();
        working = false;
    }

    private sealed class Job(int count, Action<int> body)
    {
        private int next, done;
        private Exception? failure;

        public bool IsDone => Volatile.Read(ref done) == count;

        public void Share()
        {
            int i;
            while ((i = Interlocked.Increment(ref next) - 1) < count)
            {
                try
                {
                    body(i);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }
                Interlocked.Increment(ref done);
            }
        }

        public void ThrowIfFailed()
        {
            if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
