using PureSaliency.Cli.Inputs;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Waiting for a file or for standard input ends when the user says so.</summary>
public sealed class PatienceSpec
{
    [Fact]
    public void Who_cannot_be_interrupted_waits_on_the_spot() =>
        Assert.Equal(Environment.CurrentManagedThreadId, Patience.Wait(() => Environment.CurrentManagedThreadId, CancellationToken.None));

    [Fact]
    public void What_is_waited_for_comes_back_and_so_does_its_failure()
    {
        using var interrupt = new CancellationTokenSource();
        Assert.Equal(7, Patience.Wait(() => 7, interrupt.Token));
        Assert.Equal("the disk", Assert.Throws<IOException>(() => Patience.Wait<int>(() => throw new IOException("the disk"), interrupt.Token)).Message);
    }

    [Fact]
    public void An_interrupt_ends_the_wait_and_not_the_work()
    {
        using var interrupt = new CancellationTokenSource();
        var gate = new ManualResetEventSlim();
        interrupt.CancelAfter(50);
        try
        {
            Assert.ThrowsAny<OperationCanceledException>(() => Patience.Wait(() => gate.Wait(TimeSpan.FromSeconds(20)), interrupt.Token));
        }
        finally
        {
            gate.Set();
        }
    }

    [Fact]
    public void A_stream_that_can_be_waited_for_is_read_only_and_closes_what_it_reads()
    {
        var inner = new MemoryStream([1, 2, 3, 4, 5]);
        var stream = new PatientStream(inner, CancellationToken.None);
        Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Span<byte> bytes = [9, 9, 9, 9];
        Assert.Equal(3, stream.Read(bytes[1..]));
        Assert.Equal([9, 1, 2, 3], bytes.ToArray());
        Assert.Equal(2, stream.Read(bytes));
        Assert.Equal([4, 5, 2, 3], bytes.ToArray());
        Assert.Equal(0, stream.Read(bytes));
        stream.Dispose();
        Assert.False(inner.CanRead);
    }
}
