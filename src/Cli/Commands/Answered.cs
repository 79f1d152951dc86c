using PureSaliency.Cli.Inputs;

namespace PureSaliency.Cli.Commands;

/// <summary>A record with what came of its text, or why nothing did.</summary>
internal readonly record struct Answered<T>(TextRecord Record, T? Result, string? Problem) where T : class;
