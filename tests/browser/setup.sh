#!/bin/sh
# What the browser's tests need from the machine: Chromium, and a library that playwright's driver is linked to.
# Takes what is there, installs Debian's packages for what is not, and says plainly when it cannot.
set -eu
cd "$(dirname "$0")/../.."

chromium_is_here() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null && return
    done
    return 1
}

playwright_starts() {
    .venv/bin/python -m playwright --version >/dev/null 2>&1
}

missing=""
chromium_is_here || missing="chromium fonts-dejavu-core"
playwright_starts || missing="$missing libatomic1"
[ -n "$missing" ] || exit 0

# shellcheck disable=SC2086 - words are meant
./debian.sh "The browser's tests" $missing || {
    echo "Install them, then run make test again." >&2
    exit 1
}
chromium_is_here && playwright_starts || {
    echo "They did not bring Chromium, or playwright's driver still does not start." >&2
    exit 1
}
