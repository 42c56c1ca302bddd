#!/bin/sh
# Prints the path of a Chromium or Chrome that the tests can drive, or nothing.
# TOKKI_BROWSER=/path/to/chrome chooses one.
set -eu

if [ -n "${TOKKI_BROWSER:-}" ]; then
    command -v "$TOKKI_BROWSER" || {
        echo "tokki: TOKKI_BROWSER=$TOKKI_BROWSER is not a program" >&2
        exit 1
    }
    exit
fi

for name in \
    chromium google-chrome google-chrome-stable chrome chromium-browser microsoft-edge \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    path=$(command -v "$name") || continue
    # Ubuntu's chromium is a script or link into a snap, which opens no file in /tmp or in a
    # hidden folder, and in a container does not start at all.
    case $(readlink -f "$path") in */snap | */snap/*) continue ;; esac
    if head -c 4096 "$path" | grep -q /snap/bin; then continue; fi
    echo "$path"
    exit
done
