#!/bin/sh
# The browser's tests need Chromium: take the machine's, or install Debian's package.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then
        exit 0
    fi
done

stop() {
    echo "The browser's tests need Chromium, and it $1." >&2
    echo "Install it (on Debian: apt-get install chromium), then run make test again." >&2
    exit 1
}

command -v apt-get >/dev/null || stop "is not here; only Debian's package is installed by itself"
if [ "$(id -u)" -eq 0 ]; then
    root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    stop "is not here; installing it needs root, or sudo without a password"
fi
echo "Installing Chromium from Debian's package" >&2
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -qq || stop "could not be installed: apt-get update failed"
$root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
    stop "could not be installed: apt-get says why above"
