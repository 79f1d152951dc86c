using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate;

/// <summary>A change that an operator proposes; the compiler decides whether it is one.</summary>
/// <param name="Node">The expression or statement that changes.</param>
/// <param name="Form">How.</param>
/// <param name="Operator">What kind of change it is called.</param>
/// <param name="Mutated">The source that stands there instead; what is shown where the form says it all.</param>
internal sealed record Proposal(SyntaxNode Node, Form Form, string Operator, string Mutated)
{
    /// <summary>Another expression in the place of one.</summary>
    public static Proposal Replace(ExpressionSyntax node, string name, string mutated) => new(node, Form.Replace, name, mutated);

    /// <summary>A condition that always holds.</summary>
    public static Proposal Holds(ExpressionSyntax condition, string name) => new(condition, Form.Holds, name, "true");

    /// <summary>A condition that never holds.</summary>
    public static Proposal Fails(ExpressionSyntax condition, string name) => new(condition, Form.Fails, name, "false");
}
