using PureSaliency.Autograd;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Laws;

/// <summary>What holds of all specs together.</summary>
public sealed class OpSpecsTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_operation_has_exactly_one_spec()
    {
        var operations = typeof(IOp<>).Assembly.GetTypes().Where(IsOperation);
        Assert.Equal(operations.Select(type => type.Name).Order(), Specs().Select(spec => spec.Op.Name).Order());
    }

    [Fact]
    public void Every_spec_creates_the_operation_it_names()
    {
        foreach (var spec in Specs())
            foreach (var @case in spec.Cases) Assert.Equal(spec.Op.MakeGenericType(typeof(float)), @case.Subject.Create<float>().GetType());
    }

    [Fact]
    public void Table_of_the_worst_errors_of_gradients()
    {
        foreach (var spec in Specs())
        {
            double worst = spec.Cases.Max(OpSpec.CheckGradient);
            output.WriteLine($"{spec.Cases.First().Subject.Create<double>().Name,-20} {worst:E1}");
            Assert.InRange(worst, double.Epsilon, Tolerance.Differences);
        }
    }

    private static bool IsOperation(Type type) => !type.IsAbstract
        && type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IOp<>));

    private IEnumerable<OpSpec> Specs() => OpSpecs.Types.Select(type => OpSpecs.Create(type, output));
}
