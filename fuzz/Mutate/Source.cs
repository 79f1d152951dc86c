using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PureSaliency.Mutate.Operators;

namespace PureSaliency.Mutate;

/// <summary>One project as the compiler sees it.</summary>
internal sealed class Source
{
    private readonly CSharpCommandLineArguments arguments;
    private readonly string tree;
    private readonly CSharpCompilation compilation;

    public Source(string tree, string project, string[] compilerArguments)
    {
        this.tree = tree;
        string folder = Path.Combine(tree, "src", project);
        arguments = CSharpCommandLineParser.Default.Parse(compilerArguments, folder, sdkDirectory: null);
        var trees = arguments.SourceFiles.Select(file =>
            CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), arguments.ParseOptions, file.Path));
        var references = arguments.MetadataReferences
            .Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties));
        var whole = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(arguments.OutputFileName!), trees, references,
            arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        var loader = new Loader();
        var generators = arguments.AnalyzerReferences
            .SelectMany(analyzer => new AnalyzerFileReference(analyzer.FilePath, loader).GetGenerators(LanguageNames.CSharp));
        CSharpGeneratorDriver.Create(generators, parseOptions: arguments.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(whole, out var generated, out _);
        compilation = (CSharpCompilation)generated;
    }

    /// <summary>The file name of the assembly.</summary>
    public string Output => arguments.OutputFileName!;

    /// <summary>All changes of files that a caller chooses, in the order of the source, whether or not they compile.</summary>
    public List<(Mutant Mutant, Proposal Proposal)> Mutants(Func<string, bool> wanted)
    {
        var found = new List<(Mutant, Proposal)>();
        foreach (var file in compilation.SyntaxTrees.Where(file => wanted(Relative(file))).OrderBy(Relative, StringComparer.Ordinal))
        {
            var model = compilation.GetSemanticModel(file);
            var seen = new Dictionary<Mutant, int>();
            foreach (var proposal in Proposals(file.GetRoot(), model))
            {
                var mutant = Describe(file, proposal);
                int ordinal = seen[mutant with { Line = 0 }] = seen.GetValueOrDefault(mutant with { Line = 0 }, -1) + 1;
                found.Add((mutant with { Ordinal = ordinal }, proposal));
            }
        }
        return found;
    }

    /// <summary>Compiles the project with mutants in it and writes the assembly. Returns those that had to be left out.</summary>
    public HashSet<int> Emit(List<(int Id, Proposal Proposal)> mutants, int count, string path)
    {
        var dropped = new HashSet<int>();
        while (true)
        {
            var mutated = compilation.AddSyntaxTrees(SwitchTree(count));
            foreach (var file in mutants.Where(mutant => !dropped.Contains(mutant.Id)).GroupBy(mutant => mutant.Proposal.Node.SyntaxTree))
                mutated = mutated.ReplaceSyntaxTree(file.Key, Schemata.Rewrite(file.Key, file));
            using var image = new MemoryStream();
            var result = mutated.Emit(image, manifestResources: arguments.ManifestResources);
            if (result.Success)
            {
                File.WriteAllBytes(path, image.ToArray());
                return dropped;
            }
            var errors = result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).ToArray();
            int before = dropped.Count;
            foreach (var node in errors.Select(Place).Distinct()) dropped.UnionWith(Guilty(node, mutants));
            Console.WriteLine($"{dropped.Count - before} of {mutants.Count} do not compile");
            if (dropped.Count == before) throw new InvalidOperationException(string.Join('\n', errors.Select(error => error.ToString())));
        }
    }

    // The innermost mutant around an error, or its member.
    private static SyntaxNode? Place(Diagnostic error)
    {
        var node = error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan);
        return node?.AncestorsAndSelf().FirstOrDefault(around => around.HasAnnotations(Schemata.Mark))
            ?? node?.FirstAncestorOrSelf<MemberDeclarationSyntax>();
    }

    // That mutant; of a member, those that do not compile alone.
    private IEnumerable<int> Guilty(SyntaxNode? node, List<(int Id, Proposal Proposal)> mutants)
    {
        if (node is null || node.HasAnnotations(Schemata.Mark)) return node is null ? [] : Ids(node);
        var inside = node.GetAnnotatedNodes(Schemata.Mark).SelectMany(Ids).ToHashSet();
        var switched = compilation.AddSyntaxTrees(SwitchTree(mutants.Count));
        var alone = mutants.Where(mutant => inside.Contains(mutant.Id) && !Compiles(switched, mutant.Proposal)).ToArray();
        return alone.Length > 0 ? alone.Select(mutant => mutant.Id) : inside;
    }

    private static IEnumerable<int> Ids(SyntaxNode node) => node.GetAnnotations(Schemata.Mark).Select(mark => int.Parse(mark.Data!));

    private static IEnumerable<Proposal> Proposals(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes(node => !Scope.Excludes(node)).Where(node => !Scope.Excludes(node)).SelectMany(node => node switch
        {
            BinaryExpressionSyntax binary => Binaries.Of(binary, model),
            PrefixUnaryExpressionSyntax unary => Unaries.Of(unary),
            PostfixUnaryExpressionSyntax unary => Unaries.Of(unary),
            AssignmentExpressionSyntax assignment => Unaries.Of(assignment, model),
            LiteralExpressionSyntax literal => Constants.Of(literal, model),
            MemberAccessExpressionSyntax access => Constants.Of(access, model),
            IsPatternExpressionSyntax pattern => Conditions.Of(pattern),
            InvocationExpressionSyntax call => Calls.Of(call, model),
            BaseObjectCreationExpressionSyntax creation => Calls.Of(creation, model),
            ElementAccessExpressionSyntax access => Calls.Of(access, model),
            IfStatementSyntax or ConditionalExpressionSyntax or WhenClauseSyntax => Conditions.Of(node),
            WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax => Conditions.Of(node),
            StatementSyntax statement => Statements.Of(statement, model),
            ArrowExpressionClauseSyntax arrow => Statements.Of(arrow, model),
            _ => [],
        });

    private static bool Compiles(CSharpCompilation compilation, Proposal proposal)
    {
        var file = proposal.Node.SyntaxTree;
        var mutated = Schemata.Rewrite(file, [(1, proposal)]);
        var node = mutated.GetRoot().GetAnnotatedNodes(Schemata.Mark).Single();
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>(around => around is not BaseTypeDeclarationSyntax) ?? node;
        return !compilation.ReplaceSyntaxTree(file, mutated).GetSemanticModel(mutated).GetDiagnostics(member.FullSpan)
            .Any(one => one.Severity == DiagnosticSeverity.Error);
    }

    private SyntaxTree SwitchTree(int mutants) =>
        CSharpSyntaxTree.ParseText("#nullable enable\n" + Schemata.Switch(mutants), arguments.ParseOptions, "MutantSwitch.cs");

    private Mutant Describe(SyntaxTree file, Proposal proposal)
    {
        string type = proposal.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text ?? "";
        string member = proposal.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not BaseTypeDeclarationSyntax) switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
            ConstructorDeclarationSyntax => "new",
            IndexerDeclarationSyntax => "this",
            OperatorDeclarationSyntax one => one.OperatorToken.Text,
            _ => "",
        };
        return new(Relative(file), file.GetLineSpan(proposal.Node.Span).StartLinePosition.Line + 1, $"{type}.{member}", proposal.Operator,
            OneLine(proposal.Node.ToString()), OneLine(proposal.Mutated), 0);
    }

    private string Relative(SyntaxTree file) => Path.GetRelativePath(tree, file.FilePath).Replace('\\', '/');

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Loads source generators from where the SDK has them.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
