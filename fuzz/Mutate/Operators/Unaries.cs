using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate.Operators;

/// <summary>Signs, negations, steps up and down, and assignments that compute.</summary>
internal static class Unaries
{
    public static IEnumerable<Proposal> Of(PrefixUnaryExpressionSyntax node) => node.Kind() switch
    {
        SyntaxKind.UnaryMinusExpression or SyntaxKind.BitwiseNotExpression =>
            [Proposal.Replace(node, "arithmetic", node.Operand.ToString())],
        SyntaxKind.LogicalNotExpression => [new(node, Form.Negate, "logic", node.Operand.ToString())],
        SyntaxKind.PreIncrementExpression => [Step(node, $"--{node.Operand}")],
        SyntaxKind.PreDecrementExpression => [Step(node, $"++{node.Operand}")],
        _ => [],
    };

    public static IEnumerable<Proposal> Of(PostfixUnaryExpressionSyntax node) => node.Kind() switch
    {
        SyntaxKind.PostIncrementExpression => [Step(node, $"{node.Operand}--")],
        SyntaxKind.PostDecrementExpression => [Step(node, $"{node.Operand}++")],
        _ => [],
    };

    public static IEnumerable<Proposal> Of(AssignmentExpressionSyntax node, SemanticModel model)
    {
        if (Scope.Declares(node)
            || model.GetTypeInfo(node).Type is { SpecialType: SpecialType.System_String } or { TypeKind: TypeKind.Delegate }) yield break;
        string? other = node.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression => "-=",
            SyntaxKind.SubtractAssignmentExpression => "+=",
            SyntaxKind.MultiplyAssignmentExpression => "/=",
            SyntaxKind.DivideAssignmentExpression => "*=",
            SyntaxKind.OrAssignmentExpression => "&=",
            SyntaxKind.AndAssignmentExpression => "|=",
            SyntaxKind.CoalesceAssignmentExpression => "=",
            _ => null,
        };
        if (other is not null) yield return Step(node, $"{node.Left} {other} {node.Right}");
        if (node.IsKind(SyntaxKind.AddAssignmentExpression)) yield return Step(node, $"{node.Left} = {node.Right}");
    }

    private static Proposal Step(ExpressionSyntax node, string mutated) => node.Parent switch
    {
        ExpressionStatementSyntax statement => new(statement, Form.Instead, "arithmetic", mutated + ";"),
        ForStatementSyntax => new(node, Form.Discard, "arithmetic", mutated),
        _ => Proposal.Replace(node, "arithmetic", mutated),
    };
}
