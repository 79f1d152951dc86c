using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>The peer in a process of its own: commands go over a pipe, numbers through files.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;
    private readonly string exchange = Directory.CreateTempSubdirectory("puresaliency-peer").FullName;

    private Peer(Process process, string version) => (this.process, Version) = (process, version);

    public string Version { get; }

    /// <summary>Starts it.</summary>
    /// <returns>The peer, or why there is none.</returns>
    public static (Peer? Peer, string Problem) Start(string script, string weights, string device)
    {
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in new[] { script, weights, device }) start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start)!;
            string last = "";
            process.ErrorDataReceived += (_, line) => last = string.IsNullOrWhiteSpace(line.Data) ? last : line.Data;
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() is { } ready && ready.StartsWith("ready ", StringComparison.Ordinal))
                return (new Peer(process, ready["ready ".Length..]), "");
            process.WaitForExit();
            process.Dispose();
            return (null, last);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, "python3 was not found");
        }
    }

    /// <summary>The gradient to layer 0 of texts of equal length.</summary>
    public float[] Gradient(string type, int[][] texts)
    {
        string file = Path.Combine(exchange, "gradient.f32");
        Ask($"gradient {type} {Batch(texts)} {file}");
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
    }

    /// <summary>Median milliseconds of it.</summary>
    public double Time(string type, int[][] texts, double seconds) =>
        Number(FormattableString.Invariant($"time {type} {Batch(texts)} {seconds}"));

    /// <summary>TFLOP/s of a square product.</summary>
    public double Peak(string type, int size) => Number($"peak {type} {size}");

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(exchange, recursive: true);
    }

    private string Batch(int[][] texts)
    {
        string file = Path.Combine(exchange, "ids.i32");
        File.WriteAllBytes(file, MemoryMarshal.AsBytes<int>([.. texts.SelectMany(text => text)]));
        return $"{texts.Length} {texts[0].Length} {file}";
    }

    private double Number(string command) => double.Parse(Ask(command), CultureInfo.InvariantCulture);

    private string Ask(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        string answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer's process ended.");
        return answer.StartsWith("error ", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The peer says: " + answer["error ".Length..]) : answer;
    }
}
