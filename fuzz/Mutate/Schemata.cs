using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate;

/// <summary>Writes mutants into a syntax tree so that a number, read while it runs, says which one is alive.</summary>
internal sealed class Schemata : CSharpSyntaxRewriter
{
    /// <summary>The kind of the annotation that holds a mutant's number.</summary>
    public const string Mark = "mutant";

    private readonly ILookup<SyntaxNode, (int Id, Proposal Proposal)> mutants;

    private Schemata(IEnumerable<(int Id, Proposal Proposal)> mutants) => this.mutants = mutants.ToLookup(mutant => mutant.Proposal.Node);

    /// <summary>The source of the switch itself, which every mutated assembly gets.</summary>
    public static string Switch(int mutants) => $$"""
        using System;
        using System.IO;
        internal static class MutantSwitch
        {
            public static int Active = int.TryParse(Environment.GetEnvironmentVariable("PURESALIENCY_MUTANT"), out int k) ? k : 0;
            public static byte[]? Reached = Record();
            public static bool Is(int id)
            {
                if (Reached is { } reached) reached[id] = 1;
                return Active == id;
            }
            private static byte[]? Record()
            {
                if (Environment.GetEnvironmentVariable("PURESALIENCY_REACHED") is not { } path) return null;
                var reached = new byte[{{mutants + 1}}];
                AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                {
                    var text = new System.Text.StringBuilder();
                    for (int i = 0; i < reached.Length; i++) if (reached[i] != 0) text.Append(i).Append('\n');
                    File.AppendAllText(path, text.ToString());
                };
                return reached;
            }
        }
        """;

    /// <summary>The tree with mutants in it.</summary>
    public static SyntaxTree Rewrite(SyntaxTree tree, IEnumerable<(int Id, Proposal Proposal)> mutants) =>
        tree.WithRootAndOptions(new Schemata(mutants).Visit(tree.GetRoot())!, tree.Options);

    /// <inheritdoc/>
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        var visited = base.Visit(node);
        if (node is null || visited is null) return visited;
        foreach (var (id, proposal) in mutants[node])
        {
            var mark = new SyntaxAnnotation(Mark, id.ToString(CultureInfo.InvariantCulture));
            visited = visited is StatementSyntax statement
                ? Statement(id, proposal, statement).WithTriviaFrom(node).WithAdditionalAnnotations(mark)
                : Expression(id, proposal, (ExpressionSyntax)visited).WithTriviaFrom(node).WithAdditionalAnnotations(mark);
        }
        return visited;
    }

    private static ExpressionSyntax Expression(int id, Proposal proposal, ExpressionSyntax original)
    {
        ExpressionSyntax inner = SyntaxFactory.ParenthesizedExpression(original.WithoutTrivia());
        return proposal.Form switch
        {
            Form.Holds => Parenthesized(SyntaxFactory.BinaryExpression(SyntaxKind.LogicalOrExpression, Is(id), inner)),
            Form.Fails => Parenthesized(SyntaxFactory.BinaryExpression(SyntaxKind.LogicalAndExpression, Not(id), inner)),
            Form.Negate => Parenthesized(SyntaxFactory.BinaryExpression(SyntaxKind.ExclusiveOrExpression, Is(id), inner)),
            Form.Discard => SyntaxFactory.AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName("_"), Choice(id, proposal, inner)),
            _ => Choice(id, proposal, inner),
        };
    }

    private static ExpressionSyntax Choice(int id, Proposal proposal, ExpressionSyntax original) => Parenthesized(
        SyntaxFactory.ConditionalExpression(Is(id), SyntaxFactory.ParseExpression($"({proposal.Mutated})"), original));

    private static BlockSyntax Statement(int id, Proposal proposal, StatementSyntax original)
    {
        original = original.WithoutTrivia();
        return SyntaxFactory.Block(proposal.Form == Form.Omit
            ? SyntaxFactory.IfStatement(Not(id), original)
            : SyntaxFactory.IfStatement(
                Is(id), SyntaxFactory.Block(SyntaxFactory.ParseStatement(proposal.Mutated)), SyntaxFactory.ElseClause(original)));
    }

    private static ParenthesizedExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        SyntaxFactory.ParenthesizedExpression(expression);

    private static ExpressionSyntax Is(int id) => SyntaxFactory.ParseExpression($"global::MutantSwitch.Is({id})");

    private static ExpressionSyntax Not(int id) => SyntaxFactory.ParseExpression($"!global::MutantSwitch.Is({id})");
}
