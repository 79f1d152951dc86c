using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd;

/// <summary>A small network on a tape: y = W₂ gelu(W₁ x + b₁) + b₂.</summary>
internal sealed class Recorded
{
    public const int N = 3, K = 5, Inner = 7, O = 2;

    public readonly Parameter<double> FirstWeight = Make("first.weight", 1, Inner, K), FirstBias = Make("first.bias", 2, Inner);
    public readonly Parameter<double> SecondWeight = Make("second.weight", 3, O, Inner), SecondBias = Make("second.bias", 4, O);
    public readonly Parameter<double> Input = Make("input", 5, N, K);

    public IReadOnlyList<Parameter<double>> Parameters => [FirstWeight, FirstBias, SecondWeight, SecondBias];

    /// <summary>Records the network; the hidden value is named "hidden".</summary>
    public Var On(Tape<double> tape)
    {
        var x = tape.Leaf(Input);
        var first = tape.Apply(new Linear<double>(), x, tape.Leaf(FirstWeight), tape.Leaf(FirstBias));
        var hidden = tape.Name(tape.Apply(new Gelu<double>(), first), "hidden");
        return tape.Apply(new Linear<double>(), hidden, tape.Leaf(SecondWeight), tape.Leaf(SecondBias));
    }

    public static Tensor<double> Ones(params int[] extents)
    {
        var ones = Tensor<double>.Zeros(new(extents));
        ones.Span.Fill(1);
        return ones;
    }

    public static Parameter<double> Make(string name, int seed, params int[] extents) =>
        new(name, Values.Random(new(extents), seed).ToTensor<double>());
}
