namespace PureSaliency.Autograd.Summaries;

/// <summary>What is asked of each row of a product besides its log Σ exp.</summary>
/// <param name="Columns">The columns whose values are wanted, ascending, of each of the N rows.</param>
/// <param name="Top">How many of a row's largest values are wanted; all of them if the row has fewer.</param>
/// <param name="Squares">Whether the sum of a row's squares is wanted.</param>
public sealed record RowDemand(IReadOnlyList<int[]> Columns, int Top = 0, bool Squares = false);
