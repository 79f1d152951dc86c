using System.Globalization;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Usage = """
        usage: run.sh [options]
          --dry-run        tiny sizes on the host's cores: shows that the program works where there is no card
          --ptx            translate the kernels of a gradient and of decoding to PTX; needs no card
          --device NAME    cuda, opencl, simulator or cpu (default: cuda; cpu in a dry run)
          --rounds N       turns of each side per row (default 7)
          --slice S        seconds of a turn (default 0.5)
          --texts N        texts explained end to end (default 10000)
          --weights DIR    where the random weights lie or are written (default: under the temporary folder)
          --output FILE    write the section there too
          --fixtures A,B   only these golden folders
        """;

    public bool DryRun { get; private init; }
    public bool Ptx { get; private init; }
    public string? Device { get; private init; }
    public int Rounds { get; private init; } = 7;
    public double Slice { get; private init; } = 0.5;
    public int Texts { get; private init; } = 10_000;
    public string? Weights { get; private init; }
    public string? Output { get; private init; }
    public string[] Fixtures { get; private init; } = [];

    public Sizes Sizes => DryRun ? Sizes.Tiny : Sizes.Base;

    /// <summary>Texts × tokens of the passes that are timed.</summary>
    public (int Batch, int Tokens)[] Shapes => DryRun ? [(1, 8), (3, 16)] : [(1, 32), (1, 128), (8, 128), (64, 128)];

    /// <summary>Tokens of a text explained end to end.</summary>
    public int TextTokens => DryRun ? 16 : 64;

    /// <summary>Null if an option is unknown or its value does not fit.</summary>
    public static Settings? Parse(string[] args)
    {
        // A dry run's defaults come first, so that options can change them.
        var settings = args.Contains("--dry-run") || args.Contains("--ptx")
            ? new Settings { DryRun = true, Device = "cpu", Rounds = 2, Slice = 0.05, Texts = 20, Fixtures = ["tiny"] }
            : new Settings { Device = "cuda" };
        settings = settings with { Ptx = args.Contains("--ptx") };
        string[] rest = [.. args.Where(arg => arg is not ("--dry-run" or "--ptx"))];
        try
        {
            for (int i = 0; i < rest.Length; i += 2) settings = settings.With(rest[i], rest[i + 1]);
            return settings;
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private Settings With(string option, string value) => option switch
    {
        "--device" when value is "cuda" or "opencl" or "simulator" or "cpu" => this with { Device = value },
        "--rounds" => this with { Rounds = Positive(value) },
        "--slice" => this with { Slice = double.Parse(value, CultureInfo.InvariantCulture) },
        "--texts" => this with { Texts = Positive(value) },
        "--weights" => this with { Weights = value },
        "--output" => this with { Output = value },
        "--fixtures" => this with { Fixtures = value.Split(',') },
        _ => throw new ArgumentException(option),
    };

    private static int Positive(string value) => int.Parse(value, CultureInfo.InvariantCulture) is > 0 and var number
        ? number : throw new FormatException();
}
