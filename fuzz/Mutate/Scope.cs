using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate;

/// <summary>What is left as it is, and the names that decide it.</summary>
internal static class Scope
{
    // Whatever is computed on an accelerator, or launched there: its laws are those of the kernels, not of the CPU's specs.
    private static readonly HashSet<string> Kernels =
    [
        "GpuDevice", "OnGpu", "ArrayView", "GpuLayout", "GpuProduct", "IElementKernel", "IGroupKernel", "IProducts", "IRows",
        "Group", "Grid",
    ];

    /// <summary>Where constants must stay constants, and what is no code of the CPU.</summary>
    public static bool Excludes(SyntaxNode node) => node switch
    {
        AttributeListSyntax or EnumMemberDeclarationSyntax or CaseSwitchLabelSyntax or PatternSyntax => true,
        EqualsValueClauseSyntax { Parent: ParameterSyntax } => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        TypeDeclarationSyntax type when type.Identifier.Text.StartsWith("Gpu", StringComparison.Ordinal) => true,
        TypeDeclarationSyntax type => IsOfKernels(type.ParameterList) || IsOfKernels(type.BaseList),
        BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax => IsOfKernels(node),
        // An estimate of costs decides who computes something, never what comes out.
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument =>
            Called(call) == "nameof"
            || (Called(call) is "ForRange" or "ForEach" && list.Arguments.Count == 3 && list.Arguments[1] == argument),
        _ => false,
    };

    /// <summary>Whether an expression or statement declares something that a copy would declare twice.</summary>
    public static bool Declares(SyntaxNode node) => node.DescendantNodesAndSelf(inside => inside is not LambdaExpressionSyntax)
        .Any(inside => inside is VariableDesignationSyntax and not DiscardDesignationSyntax or DeclarationExpressionSyntax);

    /// <summary>Whether something is assigned to, or its address taken.</summary>
    public static bool IsWritten(ExpressionSyntax node) => node.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == node,
        PrefixUnaryExpressionSyntax unary => unary.Kind() is not (SyntaxKind.UnaryMinusExpression or SyntaxKind.LogicalNotExpression),
        PostfixUnaryExpressionSyntax => true,
        RefExpressionSyntax => true,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        _ => false,
    };

    private static string Called(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    private static bool IsOfKernels(SyntaxNode? node) =>
        node is not null && node.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && Kernels.Contains(token.Text));
}
