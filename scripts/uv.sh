#!/bin/sh
# Prints the path of a uv that is new enough, and fetches one into .tools/ when the machine has none.
set -eu
cd "$(dirname "$0")/.."
tools="$PWD/.tools"
wanted='uv>=0.8,<1'

# pyproject.toml says which uv is new enough (required-version); any other refuses to work here.
works() { "$1" python list --offline --only-installed >/dev/null 2>&1; }
say() { echo "setup: $*" >&2; }

for uv in uv "$tools/bin/uv" "$tools/venv/bin/uv"; do
    found=$(command -v "$uv") || continue
    if works "$found"; then
        echo "$found"
        exit 0
    fi
done

mkdir -p "$tools"
say "fetching uv into .tools/"
# --target leaves the system's Python alone, so a distribution that guards it (PEP 668) allows this.
if python3 -m pip install --quiet --target "$tools" --upgrade "$wanted" >"$tools/uv.log" 2>&1; then
    uv="$tools/bin/uv"
# No pip of its own: a venv may bring one.
elif python3 -m venv "$tools/venv" >>"$tools/uv.log" 2>&1 &&
    "$tools/venv/bin/python" -m pip install --quiet "$wanted" >>"$tools/uv.log" 2>&1; then
    uv="$tools/venv/bin/uv"
elif command -v curl >/dev/null &&
    curl -LsSf https://astral.sh/uv/install.sh 2>>"$tools/uv.log" |
    env UV_INSTALL_DIR="$tools/bin" UV_NO_MODIFY_PATH=1 sh >>"$tools/uv.log" 2>&1; then
    uv="$tools/bin/uv"
else
    say "no uv could be had (why: .tools/uv.log); install it: https://docs.astral.sh/uv/"
    exit 1
fi
works "$uv" || { say "$uv does not run here; install uv: https://docs.astral.sh/uv/"; exit 1; }
echo "$uv"
