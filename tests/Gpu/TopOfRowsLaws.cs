using System.Numerics;
using PureSaliency.Autograd.Summaries;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Gpu;

/// <summary>What a kernel keeps of rows of logits is what the CPU keeps.</summary>
internal static class TopOfRowsLaws
{
    private const int Rows = 3;

    /// <summary>Few values for many entries, so that most are equal: then the first entries count.</summary>
    public static void AgreesWithCpu<T>(DeviceChoice choice, int vocabulary, int width, ExplainOptions options, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(vocabulary + options.Tau);
        T[][] logits = [.. Enumerable.Range(0, Rows).Select(_ =>
            Enumerable.Range(0, vocabulary).Select(_ => T.CreateChecked(random.Next(-9, 9) / 4.0)).ToArray())];
        (int Own, int[] Input)[] places = [(0, [0, 2, vocabulary - 1]), (2, [2]), (vocabulary - 1, [1, width - 1, width, vocabulary - 1])];
        var rows = OnDevice(TestDevice.Shared<T>(choice), logits, places, width, options);
        for (int n = 0; n < Rows; n++)
        {
            var expected = OnCpu(logits[n], places[n], width, options);
            Assert.Equal(expected.Ids, rows[n].Ids);
            Close.Check<double>(rows[n].Weights, expected.Weights, tolerance, $"row {n}, weights");
            Close.Check<double>([rows[n].OwnLogProbability, rows[n].InputMass], [expected.OwnLogProbability, expected.InputMass],
                tolerance, $"row {n}, sums");
        }
    }

    private static DecodedRow[] OnDevice<T>(
        GpuDevice<T> device, T[][] logits, (int Own, int[] Input)[] places, int width, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int vocabulary = logits[0].Length;
        var start = device.Mark();
        var rows = new GpuRows<T>(device, DecodedRow.Demand([.. places.Select(place => place.Input)], options), vocabulary, width);
        for (int first = 0; first < vocabulary; first += width)
        {
            int entries = Math.Min(width, vocabulary - first);
            T[] piece = [.. logits.SelectMany(row => row[first..(first + entries)])];
            rows.Read(first, device.ToDevice(Tensor<T>.From(new Shape(Rows, entries), piece)));
        }
        DecodedRow[] decoded = [.. rows.Summaries().Select((row, n) => DecodedRow.Of(row, places[n].Own, options))];
        device.Release(start);
        return decoded;
    }

    private static DecodedRow OnCpu<T>(T[] logits, (int Own, int[] Input) place, int width, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var demand = DecodedRow.Demand([place.Input], options);
        var row = new RunningRow<T>(place.Input, logits.Length, width, demand.Top, demand.Squares);
        for (int first = 0; first < logits.Length; first += width)
            row.Read(first, logits.AsSpan(first, Math.Min(width, logits.Length - first)));
        return DecodedRow.Of(row.Summary(), place.Own, options);
    }
}
