#!/bin/sh
# What the slow tests need from the machine: Chromium, a library that playwright's driver is linked to, nginx and
# Apache. Takes what is there, installs Debian's packages for what is not, and says plainly when it cannot.
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

PATH=$PATH:/usr/sbin
proxies=""
command -v nginx >/dev/null || proxies="nginx-light"
command -v apache2 >/dev/null || proxies="$proxies apache2-bin"
# shellcheck disable=SC2086 - words are meant
[ -z "$proxies" ] || ./debian.sh "The tests behind nginx and Apache" $proxies ||
    echo "Without them these tests are left out; all others run." >&2
# Debian's package begins a server on port 80, which nobody here asked for.
case $proxies in
nginx*)
    root="sudo -n"
    [ "$(id -u)" -ne 0 ] || root=""
    for end in "systemctl disable --now nginx" "service nginx stop"; do
        $root $end >/dev/null 2>&1 || true
    done
    ;;
esac

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
