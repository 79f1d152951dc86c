using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate.Operators;

/// <summary>Conditions that always or never hold, loops that end one sooner, patterns with other bounds.</summary>
internal static class Conditions
{
    public static IEnumerable<Proposal> Of(SyntaxNode node) => node switch
    {
        IfStatementSyntax choice => Both(choice.Condition),
        ConditionalExpressionSyntax choice => Both(choice.Condition),
        WhenClauseSyntax clause => Both(clause.Condition),
        WhileStatementSyntax loop => [Proposal.Fails(loop.Condition, "condition")],
        DoStatementSyntax loop => [Proposal.Fails(loop.Condition, "condition")],
        ForStatementSyntax { Condition: { } condition } => [Proposal.Fails(condition, "condition"), .. Sooner(condition)],
        _ => [],
    };

    /// <summary>A pattern that names nothing, with one bound or constant changed.</summary>
    public static IEnumerable<Proposal> Of(IsPatternExpressionSyntax node)
    {
        if (Scope.Declares(node)) yield break;
        foreach (var part in node.Pattern.DescendantNodesAndSelf())
            foreach (string other in Others(part))
                yield return Proposal.Replace(node, "pattern", With(node, part, other));
    }

    private static IEnumerable<Proposal> Both(ExpressionSyntax condition) =>
        [Proposal.Holds(condition, "condition"), Proposal.Fails(condition, "condition")];

    private static IEnumerable<Proposal> Sooner(ExpressionSyntax condition) =>
        condition is BinaryExpressionSyntax binary && binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
            ? [Proposal.Replace(((BinaryExpressionSyntax)condition).Right, "bound", $"({((BinaryExpressionSyntax)condition).Right}) - 1")]
            : [];

    private static IEnumerable<string> Others(SyntaxNode part) => part switch
    {
        RelationalPatternSyntax relation => [Relation(relation.OperatorToken.Text) + " " + relation.Expression],
        BinaryPatternSyntax both => [$"{both.Left} {(both.IsKind(SyntaxKind.AndPattern) ? "or" : "and")} {both.Right}"],
        ConstantPatternSyntax { Expression: LiteralExpressionSyntax { Token.Value: { } value } } => Constants.Near(value),
        _ => [],
    };

    private static string Relation(string relation) => relation switch { "<" => "<=", "<=" => "<", ">" => ">=", _ => ">" };

    private static string With(SyntaxNode whole, SyntaxNode part, string other)
    {
        string text = whole.ToString();
        int start = part.SpanStart - whole.SpanStart;
        return text[..start] + other + text[(start + part.Span.Length)..];
    }
}
