using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate.Operators;

/// <summary>Calls of the opposite function, calls left out, arguments in another order.</summary>
internal static class Calls
{
    private static readonly Dictionary<string, string> Opposites = new(new[]
    {
        ("Max", "Min"), ("Any", "All"), ("First", "Last"), ("FirstOrDefault", "LastOrDefault"), ("OrderBy", "OrderByDescending"),
        ("Order", "OrderDescending"), ("ThenBy", "ThenByDescending"), ("Floor", "Ceiling"), ("Skip", "Take"), ("StartsWith", "EndsWith"),
        ("TrimStart", "TrimEnd"), ("IndexOf", "LastIndexOf"),
    }.SelectMany(pair => new[] { KeyValuePair.Create(pair.Item1, pair.Item2), KeyValuePair.Create(pair.Item2, pair.Item1) }));

    public static IEnumerable<Proposal> Of(InvocationExpressionSyntax node, SemanticModel model)
    {
        if (Scope.Declares(node) || model.GetSymbolInfo(node).Symbol is not IMethodSymbol method) return [];
        return [.. Opposite(node), .. Without(node, method, model), .. Swapped(node, node.ArgumentList.Arguments, model, method.Name)];
    }

    public static IEnumerable<Proposal> Of(BaseObjectCreationExpressionSyntax node, SemanticModel model) =>
        node.ArgumentList is null || Scope.Declares(node) ? [] : Swapped(node, node.ArgumentList.Arguments, model, "");

    public static IEnumerable<Proposal> Of(ElementAccessExpressionSyntax node, SemanticModel model) =>
        Scope.Declares(node) || Scope.IsWritten(node) ? [] : Swapped(node, node.ArgumentList.Arguments, model, "");

    private static IEnumerable<Proposal> Opposite(InvocationExpressionSyntax node)
    {
        if (node.Expression is MemberAccessExpressionSyntax { Name: SimpleNameSyntax name }
            && Opposites.TryGetValue(name.Identifier.Text, out string? other))
        {
            string text = node.ToString();
            int start = name.SpanStart - node.SpanStart;
            yield return Proposal.Replace(node, "opposite call", text[..start] + other + text[(start + name.Identifier.Span.Length)..]);
        }
    }

    // f(x) → x, and x.f() → x, where what is left has a type that fits.
    private static IEnumerable<Proposal> Without(InvocationExpressionSyntax node, IMethodSymbol method, SemanticModel model)
    {
        if (method.ReturnsVoid || node.Parent is ExpressionStatementSyntax) yield break;
        ExpressionSyntax? left = method is { IsStatic: false } or { ReducedFrom: not null }
            ? (node.Expression as MemberAccessExpressionSyntax)?.Expression
            : node.ArgumentList.Arguments.FirstOrDefault()?.Expression;
        if (left is null or ThisExpressionSyntax or BaseExpressionSyntax || model.GetSymbolInfo(left).Symbol is ITypeSymbol) yield break;
        if (model.GetTypeInfo(left).Type is not { } type || method.ReturnType is IPointerTypeSymbol) yield break;
        var conversion = model.Compilation.ClassifyConversion(type, method.ReturnType);
        bool fits = conversion is { IsImplicit: true, IsReference: true } && method.ReturnType.SpecialType != SpecialType.System_Object;
        if (conversion.IsIdentity || fits)
            yield return Proposal.Replace(node, "call removed", left.ToString());
    }

    private static IEnumerable<Proposal> Swapped(
        ExpressionSyntax node, SeparatedSyntaxList<ArgumentSyntax> arguments, SemanticModel model, string method)
    {
        if (method is "Max" or "Min" or "ForRange" or "ForEach" or "Equals" or "SequenceEqual") yield break;
        for (int i = 0; i + 1 < arguments.Count; i++)
        {
            var (one, other) = (arguments[i], arguments[i + 1]);
            if (one.NameColon is not null || other.NameColon is not null || !one.RefKindKeyword.IsKind(SyntaxKind.None)
                || !other.RefKindKeyword.IsKind(SyntaxKind.None) || one.ToString() == other.ToString()) continue;
            if (model.GetTypeInfo(one.Expression).ConvertedType is not { SpecialType: not SpecialType.System_String } type
                || !SymbolEqualityComparer.Default.Equals(type, model.GetTypeInfo(other.Expression).ConvertedType)) continue;
            string text = node.ToString();
            int begin = one.SpanStart - node.SpanStart, end = other.Span.End - node.SpanStart;
            yield return Proposal.Replace(node, "arguments swapped", $"{text[..begin]}{other}, {one}{text[end..]}");
        }
    }
}
