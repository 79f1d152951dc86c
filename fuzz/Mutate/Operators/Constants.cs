using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PureSaliency.Mutate.Operators;

/// <summary>Numbers that are one more, one less, or nothing; true and false.</summary>
internal static class Constants
{
    public static IEnumerable<Proposal> Of(LiteralExpressionSyntax node, SemanticModel model)
    {
        if (node.IsKind(SyntaxKind.TrueLiteralExpression)) return [Proposal.Replace(node, "constant", "false")];
        if (node.IsKind(SyntaxKind.FalseLiteralExpression)) return [Proposal.Replace(node, "constant", "true")];
        if (!node.IsKind(SyntaxKind.NumericLiteralExpression)) return [];
        // A choice between two small numbers is an int; what wants another type must be told.
        string type = model.GetTypeInfo(node).ConvertedType?.SpecialType switch
        {
            SpecialType.System_UInt32 => "(uint)",
            SpecialType.System_UInt64 => "(ulong)",
            SpecialType.System_Byte => "(byte)",
            SpecialType.System_Int16 => "(short)",
            SpecialType.System_UInt16 => "(ushort)",
            _ => "",
        };
        return Near(node.Token.Value!).Select(value => Proposal.Replace(node, "constant", type + value));
    }

    /// <summary>The ones and zeros of generic arithmetic.</summary>
    public static IEnumerable<Proposal> Of(MemberAccessExpressionSyntax node, SemanticModel model)
    {
        if (model.GetSymbolInfo(node.Expression).Symbol is not ITypeSymbol) yield break;
        switch (node.Name.Identifier.Text)
        {
            case "One": yield return Proposal.Replace(node, "constant", $"{node.Expression}.Zero"); break;
            case "Zero": yield return Proposal.Replace(node, "constant", $"{node.Expression}.One"); break;
            case "NegativeInfinity" or "PositiveInfinity": yield return Proposal.Replace(node, "constant", $"({node.Expression})0"); break;
        }
    }

    /// <summary>The numbers next to one.</summary>
    public static IEnumerable<string> Near(object value) => value switch
    {
        int n => n == 0 ? ["1"] : [Text(n - 1L), Text(n + 1L)],
        uint n => n == 0 ? ["1"] : [Text(n - 1L), Text(n + 1L)],
        long n => n == 0 ? ["1"] : [Text(n - 1), Text(n + 1)],
        ulong n => n == 0 ? ["1"] : [Text(n - 1), Text(n + 1)],
        double x => x == 0 ? ["1"] : ["0", x.ToString("R", CultureInfo.InvariantCulture) + " + 1"],
        float x => x == 0 ? ["1"] : ["0", x.ToString("R", CultureInfo.InvariantCulture) + "f + 1"],
        _ => [],
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
