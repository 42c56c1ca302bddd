#!/bin/sh
# What the handbook needs from the system: `system.sh site`, or `system.sh test` for the tests too.
#
# Where it may (root, apt-get), it installs what is missing; elsewhere it says so in one line.
# With nothing missing it touches nothing and asks no server.
set -eu
cd "$(dirname "$0")/.."
. .ci/lib.sh
purpose=$1

# Prints what is missing, one word for each need.
missing() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo venv
    "$python" - "$purpose" <<'EOF'
import ctypes
import ctypes.util
import sys

LIBRARIES = {
    "pango": ["gobject-2.0.so.0", "pango-1.0.so.0", "harfbuzz.so.0", "fontconfig.so.1",
              "pangoft2-1.0.so.0"],
    "harfbuzz-subset": ["harfbuzz-subset.so.0"],
}
if sys.argv[1] == "test" and sys.platform == "linux":
    LIBRARIES["libatomic"] = ["atomic.so.1"]  # the node inside Playwright

def loads(name):
    if sys.platform != "linux":
        return ctypes.util.find_library(name.partition(".so")[0])
    try:
        return ctypes.CDLL("lib" + name)
    except OSError:
        return None

for need, names in LIBRARIES.items():
    if not all(map(loads, names)):
        print(need)
EOF
    japanese_font || echo font
    if [ "$purpose" = test ]; then
        command -v pdftoppm >/dev/null || echo poppler
        # Without it poppler cannot show Japanese that a viewer set in a font of its own.
        [ "$(uname)" != Linux ] || [ -d /usr/share/poppler/cMap ] || echo poppler-data
        [ -n "$(sh .ci/browser.sh)" ] || echo browser
    fi
}

# The PDF forms want a TrueType font: outlines of the other kind (Noto CJK) print blank in
# some viewers. IPAex gives 月 back as the radical ⽉. So it is BIZ UDGothic and no other.
japanese_font() {
    home=${HOME:-/nonexistent}
    for folder in /usr/share/fonts /usr/local/share/fonts "$home/.local/share/fonts" \
        "$home/.fonts" /Library/Fonts "$home/Library/Fonts"; do
        [ -d "$folder" ] || continue
        found=$(find -L "$folder" -iname 'BIZUDGothic*.ttf' 2>/dev/null)
        if [ -n "$found" ]; then return; fi
    done
    return 1
}

# Whether apt has a package, and not as the stub of a snap.
offered() {
    case $(LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p') in
        '' | '(none)' | *snap*) return 1 ;;
    esac
}

# The first that apt has; the first of all where apt has none, so that it can be named.
first_offered() {
    for package in "$@"; do
        if offered "$package"; then
            echo "$package"
            return
        fi
    done
    echo "$1"
}

# Prints the Debian or Ubuntu package for each of the needs.
packages() {
    for need in $1; do
        case $need in
            venv) first_offered "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" python3-venv ;;
            pango) echo libpango-1.0-0 libpangoft2-1.0-0 ;;
            # In older releases it comes with Pango. Where apt knows not even that one, it has no lists.
            harfbuzz-subset) if offered libharfbuzz-subset0 || ! offered libpango-1.0-0; then echo libharfbuzz-subset0; fi ;;
            libatomic) echo libatomic1 ;;
            font) echo fonts-morisawa-bizud-gothic ;;
            poppler) echo poppler-utils ;;
            poppler-data) echo poppler-data ;;
            # Debian's is a real browser; where there is only a snap, .ci/setup.sh fetches one.
            browser) if offered chromium; then echo chromium; fi ;;
        esac
    done | paste -s -d ' ' -
}

# The same in words, for systems whose package names we do not know.
in_words() {
    for need in $1; do
        case $need in
            venv) echo "Python's venv and ensurepip" ;;
            pango) echo "Pango 1.44 or newer with its FreeType part" ;;
            harfbuzz-subset) echo "HarfBuzz with its subset library" ;;
            libatomic) echo "libatomic" ;;
            font) echo "the font BIZ UDGothic" ;;
            poppler) echo "poppler's command line tools" ;;
            poppler-data) echo "poppler's encoding data" ;;
            browser) echo "Chromium or Chrome" ;;
        esac
    done | paste -s -d ',' - | sed 's/,/, /g'
}

apt() {
    apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@"
}

sh .ci/browser.sh >/dev/null # a TOKKI_BROWSER that is none ends it here

python=$(find_python)
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null) || found="no python3"
    die "Python 3.11 or newer is needed (found: $found). Debian 12, Ubuntu 24.04 and newer have it: sudo apt-get install python3 python3-venv"
fi

needs=$(missing)
[ -n "$needs" ] || exit 0

# A browser alone is no reason to stop: there are other ways to one (.ci/setup.sh).
if [ "$(uname)" = Darwin ] || ! command -v apt-get >/dev/null; then
    [ "$needs" != browser ] || exit 0
    what=$(in_words "$needs")
    case $(uname) in
        Darwin) die "missing from the system: $what. Run: brew install python pango poppler && brew install --cask font-biz-udgothic" ;;
        *) die "missing from the system: $what. Install it with the system's package manager and start again." ;;
    esac
fi

if [ "$(id -u)" != 0 ]; then
    [ "$needs" != browser ] || exit 0
    die "missing from the system. Run: sudo apt-get update && sudo apt-get install -y $(packages "$needs")"
fi

export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt update >"$log" 2>&1 || say "apt-get update failed; trying with the package lists at hand"
wanted=$(packages "$needs")
if [ -n "$wanted" ]; then
    say "installing with apt-get: $wanted"
    # shellcheck disable=SC2086 # one word a package
    apt install -y --no-install-recommends $wanted >>"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        die "apt-get could not install: $wanted (its last words are above)"
    }
fi

python=$(find_python)
needs=$(missing)
case $needs in
    '' | browser) ;;
    *) die "still missing after apt-get install $wanted: $(in_words "$needs")" ;;
esac
