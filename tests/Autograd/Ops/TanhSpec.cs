using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd.Ops;

public sealed class TanhSpec(ITestOutputHelper output) : OpSpec(output)
{
    public override Type Op => typeof(Tanh<>);

    public override IEnumerable<OpCase> Cases => ElementwiseCases.Of(new Subject());

    public override IEnumerable<Shape[]> Misfits => ElementwiseCases.Misfits;

    private sealed record Subject : ISubject
    {
        IOp<T> ISubject.Create<T>() => new Tanh<T>();

        double[] ISubject.Reference(Values[] inputs) => Array.ConvertAll(inputs[0].Data, x => 1 - 2 / (Math.Exp(2 * x) + 1));
    }
}
