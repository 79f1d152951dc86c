#!/usr/bin/env bash
# Puts all that run.sh needs into a folder that can be copied to a machine without a .NET SDK: pack.sh [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bundle=${1:-$here/bin/bundle}
mkdir -p "$bundle/tokenizer" "$bundle/golden"
dotnet publish "$here/Gpu.csproj" -c Release -r linux-x64 --self-contained -v quiet >&2
cp "$here/bin/Release/net10.0/linux-x64/publish/PureSaliency.Benchmarks.Gpu" "$here/peer.py" "$here/run.sh" "$bundle/"
cp "$root"/tests/golden/roberta-base/{vocab.json,merges.txt} "$bundle/tokenizer/"
for fixture in "$root"/tests/golden/*/; do
    mkdir -p "$bundle/golden/$(basename "$fixture")"
    cp "$fixture"/{config.json,golden.safetensors,lm.safetensors,manifest.json,model.safetensors} "$bundle/golden/$(basename "$fixture")/"
done
du -sh "$bundle" >&2
