#!/bin/sh
# Install Debian's packages where that takes no asking: as root, or by sudo without a password.
# usage: ./debian.sh "what needs them" PACKAGE...      says plainly why it cannot, and ends with 1
set -eu
what=$1
shift

stop() {
    echo "$what: Debian's packages are needed: $*" >&2
    exit 1
}

command -v apt-get >/dev/null || stop "$* (there is no apt-get here)"
if [ "$(id -u)" -eq 0 ]; then
    root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    root="sudo -n env DEBIAN_FRONTEND=noninteractive"
else
    stop "$* (installing them takes root, or sudo without a password)"
fi
echo "Installing $*" >&2
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -qq || stop "$* (apt-get update failed)"
$root apt-get install -y -qq --no-install-recommends "$@" >/dev/null || stop "$* (apt-get says above why not)"
