#!/usr/bin/env bash
# Checks and times PureSaliency on an NVIDIA card, beside PyTorch where python3 has it. Needs no .NET SDK in a packed folder;
# in the repository it packs first. Prints a section for benchmarks/RESULTS.md; run.sh --help shows the options.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=PureSaliency.Benchmarks.Gpu
if [ ! -e "$here/$program" ]; then
    bundle=$here/bin/bundle
    if command -v dotnet >/dev/null; then "$here/pack.sh" "$bundle"; fi
    here=$bundle
fi
if [ ! -e "$here/$program" ]; then
    echo "error: $here/$program is missing; pack.sh makes it on a machine with a .NET SDK" >&2
    exit 2
fi
export PYTHONDONTWRITEBYTECODE=1
exec "$here/$program" "$@"
