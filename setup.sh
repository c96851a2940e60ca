#!/bin/sh
# Make the virtual environment .venv and install what is pinned; do nothing where that has been done.
# usage: ./setup.sh requirements.txt [requirements-dev.txt]      PYTHON=python3.13 chooses another Python
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}

stop() {
    echo "$*" >&2
    exit 1
}

make_environment() {
    command -v "$PYTHON" >/dev/null || stop "Python 3.11 or newer is needed; there is no $PYTHON here."
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "Python 3.11 or newer is needed; $PYTHON is $("$PYTHON" -V 2>&1)."
    echo "Making the virtual environment .venv" >&2
    "$PYTHON" -m venv --clear .venv || {
        rm -rf .venv
        stop "Python's venv module is needed. On Debian: apt-get install python3-venv"
    }
}

for list in "$@"; do
    stamp=.venv/.installed-$list
    wanted=$(cksum <"$list")
    # A virtual environment breaks when its Python goes or the folder moves.
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then
        continue
    fi
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
    echo "Installing $list" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$list" ||
        stop "$list could not be installed; what pip says above tells why."
    echo "$wanted" >"$stamp"
done

# PDFs are laid out by Pango. Without it everything else works, so it is tried once and never in the way.
pango_is_here() {
    .venv/bin/python -c 'from ctypes import CDLL
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"): CDLL(name)' 2>/dev/null ||
        .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1
}

if ! pango_is_here; then
    tried=.venv/.tried-pango
    if [ ! -e "$tried" ]; then
        touch "$tried"
        ./debian.sh "PDF briefings" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core || true
    fi
    pango_is_here || echo "No PDFs: libpango is not here. All else works; docs/deployment.md says what to install." >&2
fi
