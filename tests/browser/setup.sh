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

missing=""
chromium_is_here || missing="chromium fonts-dejavu-core"
.venv/bin/python -m playwright --version >/dev/null 2>&1 || missing="$missing libatomic1"
[ -n "$missing" ] || exit 0

stop() {
    echo "The browser's tests need Debian's packages: $missing" >&2
    echo "$1 Install them, then run make test again." >&2
    exit 1
}

command -v apt-get >/dev/null || stop "There is no apt-get here."
if [ "$(id -u)" -eq 0 ]; then
    root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    root="sudo -n env DEBIAN_FRONTEND=noninteractive"
else
    stop "Installing them takes root, or sudo without a password."
fi
echo "Installing$(printf ' %s' $missing)" >&2
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -qq || stop "apt-get update failed."
# shellcheck disable=SC2086 - words are meant
$root apt-get install -y -qq --no-install-recommends $missing >/dev/null || stop "apt-get says above why not."
chromium_is_here || stop "They did not bring Chromium."
.venv/bin/python -m playwright --version >/dev/null || stop "Playwright's driver still does not start."
