using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate.Operators;

/// <summary>Statements left out; what is returned replaced by nothing.</summary>
internal static class Statements
{
    public static IEnumerable<Proposal> Of(StatementSyntax node, SemanticModel model) => node switch
    {
        ExpressionStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax
            or ReturnStatementSyntax { Expression: null } when !Scope.Declares(node) =>
            [new(node, Form.Omit, "statement removed", "nothing")],
        ReturnStatementSyntax { Expression: { } value } => Nothing(value, model),
        _ => [],
    };

    public static IEnumerable<Proposal> Of(ArrowExpressionClauseSyntax node, SemanticModel model) => Nothing(node.Expression, model);

    private static IEnumerable<Proposal> Nothing(ExpressionSyntax value, SemanticModel model)
    {
        if (value is LiteralExpressionSyntax or CollectionExpressionSyntax { Elements.Count: 0 } or ThrowExpressionSyntax
            or DefaultExpressionSyntax or RefExpressionSyntax) yield break;
        var type = model.GetTypeInfo(value).ConvertedType;
        if (type is null or { SpecialType: SpecialType.System_Void }) yield break;
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            yield return new(value, Form.Negate, "returned", $"!({value})");
            yield break;
        }
        string? nothing = type switch
        {
            { SpecialType: SpecialType.System_String } => "\"\"",
            { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double } => $"default({type.ToDisplayString()})",
            { TypeKind: TypeKind.TypeParameter } => $"default({type.ToDisplayString()})!",
            IArrayTypeSymbol { Rank: 1 } array => $"System.Array.Empty<{array.ElementType.ToDisplayString()}>()",
            { NullableAnnotation: NullableAnnotation.Annotated } => $"default({type.ToDisplayString().TrimEnd('?')}?)",
            _ => null,
        };
        if (nothing is not null && !Scope.Declares(value)) yield return Proposal.Replace(value, "returned", nothing);
    }
}
