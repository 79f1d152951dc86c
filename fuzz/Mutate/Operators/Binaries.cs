using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate.Operators;

/// <summary>Arithmetic, comparisons and logic: another operator, or one term less.</summary>
internal static class Binaries
{
    private static readonly Dictionary<SyntaxKind, string[]> Others = new()
    {
        [SyntaxKind.AddExpression] = ["-"],
        [SyntaxKind.SubtractExpression] = ["+"],
        [SyntaxKind.MultiplyExpression] = ["/"],
        [SyntaxKind.DivideExpression] = ["*"],
        [SyntaxKind.ModuloExpression] = ["*"],
        [SyntaxKind.LeftShiftExpression] = [">>"],
        [SyntaxKind.RightShiftExpression] = ["<<"],
        [SyntaxKind.BitwiseAndExpression] = ["|"],
        [SyntaxKind.BitwiseOrExpression] = ["&"],
        [SyntaxKind.ExclusiveOrExpression] = ["&"],
        [SyntaxKind.LessThanExpression] = ["<=", ">="],
        [SyntaxKind.LessThanOrEqualExpression] = ["<", ">"],
        [SyntaxKind.GreaterThanExpression] = [">=", "<="],
        [SyntaxKind.GreaterThanOrEqualExpression] = [">", "<"],
        [SyntaxKind.EqualsExpression] = ["!="],
        [SyntaxKind.NotEqualsExpression] = ["=="],
        [SyntaxKind.LogicalAndExpression] = ["||"],
        [SyntaxKind.LogicalOrExpression] = ["&&"],
    };

    public static IEnumerable<Proposal> Of(BinaryExpressionSyntax node, SemanticModel model)
    {
        if (model.GetTypeInfo(node).Type is null or { SpecialType: SpecialType.System_String }) yield break;
        bool declares = Scope.Declares(node);
        foreach (string other in Others.GetValueOrDefault(node.Kind(), []))
            if (!declares)
                yield return Proposal.Replace(node, Name(node), $"{Operand(node.Left)} {other} {Operand(node.Right)}");
        foreach (var proposal in Shorter(node, model)) yield return proposal;
        if (node.IsKind(SyntaxKind.CoalesceExpression) && !declares)
            yield return Proposal.Replace(
                node, "no value", node.Right is ThrowExpressionSyntax ? $"({node.Left})!" : node.Right.ToString());
    }

    private static string Operand(ExpressionSyntax node) =>
        node is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
            or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax ? node.ToString() : $"({node})";

    private static string Name(BinaryExpressionSyntax node) => node.Kind() switch
    {
        SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression => "logic",
        >= SyntaxKind.EqualsExpression and <= SyntaxKind.GreaterThanOrEqualExpression => "comparison",
        _ => "arithmetic",
    };

    private static IEnumerable<Proposal> Shorter(BinaryExpressionSyntax node, SemanticModel model)
    {
        switch (node.Kind())
        {
            case SyntaxKind.LogicalAndExpression:
                yield return Proposal.Holds(node.Left, "term removed");
                yield return Proposal.Holds(node.Right, "term removed");
                break;
            case SyntaxKind.LogicalOrExpression:
                yield return Proposal.Fails(node.Left, "term removed");
                yield return Proposal.Fails(node.Right, "term removed");
                break;
            case SyntaxKind.AddExpression or SyntaxKind.MultiplyExpression or SyntaxKind.BitwiseOrExpression
                or SyntaxKind.BitwiseAndExpression:
                if (Same(node, node.Left, model)) yield return Proposal.Replace(node, "term removed", node.Left.ToString());
                if (Same(node, node.Right, model) && node.Left.ToString() != node.Right.ToString())
                    yield return Proposal.Replace(node, "term removed", node.Right.ToString());
                break;
            case SyntaxKind.SubtractExpression or SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression
                or SyntaxKind.LeftShiftExpression or SyntaxKind.RightShiftExpression:
                if (Same(node, node.Left, model)) yield return Proposal.Replace(node, "term removed", node.Left.ToString());
                break;
        }
    }

    private static bool Same(SyntaxNode whole, SyntaxNode term, SemanticModel model) =>
        SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(whole).Type, model.GetTypeInfo(term).Type)
        || model.GetTypeInfo(term).Type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double };
}
