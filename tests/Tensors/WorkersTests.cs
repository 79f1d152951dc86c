using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(30_000)]
    [InlineData(int.MaxValue)]
    public void More_threads_than_help_are_refused(int threads) =>
        Assert.Contains($"found {threads}", Assert.Throws<InputException>(() => new CpuDevice<float>(threads)).Message);

    [Fact]
    public void Many_more_threads_than_cores_work()
    {
        using var device = new CpuDevice<float>(256);
        int sum = 0;
        device.ForEach(1000, 1 << 20, i => Interlocked.Add(ref sum, i));
        Assert.Equal(499_500, sum);
    }

    [Fact]
    public void Every_index_runs_once_however_often_work_is_given()
    {
        using var workers = new Workers(3);
        for (int round = 0; round < 500; round++)
        {
            int[] runs = new int[round % 40];
            workers.Run(runs.Length, i => Interlocked.Increment(ref runs[i]));
            Assert.All(runs, count => Assert.Equal(1, count));
            if (round % 100 == 0) Thread.Sleep(5); // long enough for the workers to fall asleep
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_workers_live_on()
    {
        using var workers = new Workers(2);
        var thrown = Assert.Throws<InvalidOperationException>(() => workers.Run(100, i =>
        {
            if (i == 57) throw new InvalidOperationException("57");
        }));
        Assert.Equal("57", thrown.Message);
        int sum = 0;
        workers.Run(10, i => Interlocked.Add(ref sum, i));
        Assert.Equal(45, sum);
    }

    [Fact]
    public void Work_within_work_is_done()
    {
        using var workers = new Workers(2);
        int count = 0;
        workers.Run(8, _ => workers.Run(8, _ => Interlocked.Increment(ref count)));
        Assert.Equal(64, count);
    }
}
