using System.Globalization;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Usage = """
        usage: SideBySide run|first-result|scaling|training [options]
          run            every row, ours and the peer in turn, after checking that both compute the same
          first-result   from process start to the first gradient, each in a process of its own
          scaling        time against length and batch, as CSV and plot; products as a share of the machine's peak
          training       whole training steps of a small model, after checking that both learn the same
          --threads N    threads of both sides (default: all cores)
          --rows A,B     only rows whose name contains one of these
          --rounds N     turns of each side per row (default 5)
          --slice S      seconds of a turn (default 1)
          --pause MS     milliseconds between turns (default 50)
          --weights DIR  where the random weights lie or are written (default: under the temporary folder)
          --output DIR   where scaling writes its CSV and plot (default: benchmarks)
          --append       add the table to benchmarks/RESULTS.md
        """;

    private string? given;

    public string Command { get; private init; } = "";
    public int Threads { get; private init; } = Environment.ProcessorCount;
    public string[] Rows { get; private init; } = [];
    public int Rounds { get; private init; } = 5;
    public double Slice { get; private init; } = 1;

    /// <summary>After a product the peer's threads go on spinning for some milliseconds, and so do ours after a wait.</summary>
    public int Pause { get; private init; } = 50;

    public string Weights => given ?? Path.Combine(Path.GetTempPath(), "puresaliency-roberta-" + (Command == "training" ? "mini" : "base"));
    public string Output { get; private init; } = "benchmarks";
    public bool Append { get; private init; }

    public bool Wants(string row) => Rows.Length == 0 || Rows.Any(part => row.Contains(part, StringComparison.Ordinal));

    /// <summary>Null if an option is unknown or its value does not fit.</summary>
    public static Settings? Parse(string[] args)
    {
        if (args is not [var command and ("run" or "first-result" or "scaling" or "training"), .. var rest]) return null;
        var settings = new Settings { Command = command };
        try
        {
            for (int i = 0; i < rest.Length; i++)
                settings = rest[i] == "--append" ? settings with { Append = true } : settings.With(rest[i], rest[++i]);
            return settings;
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private Settings With(string option, string value) => option switch
    {
        "--threads" => this with { Threads = Positive(value) },
        "--rows" => this with { Rows = value.Split(',') },
        "--rounds" => this with { Rounds = Positive(value) },
        "--slice" => this with { Slice = double.Parse(value, CultureInfo.InvariantCulture) },
        "--pause" => this with { Pause = Positive(value) },
        "--weights" => this with { given = Path.GetFullPath(value) },
        "--output" => this with { Output = value },
        _ => throw new ArgumentException(option),
    };

    private static int Positive(string value) => int.Parse(value, CultureInfo.InvariantCulture) is > 0 and var number
        ? number : throw new FormatException();
}
