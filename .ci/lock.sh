#!/bin/sh
# Renews .ci/constraints.txt: below the pins of pyproject.toml, the newest versions that a clean
# virtual environment gets today. Read the diff, run `make test`, commit both.
#
# Only with Python 3.11, the oldest we support: what it can install, the newer ones can too. Debian 12
# has 3.11.2, and a few packages want a later 3.11: such a version is refused here.
set -eu
cd "$(dirname "$0")/.."
. .ci/lib.sh

python3.11 -c 'import ensurepip, venv' 2>/dev/null || die "the lock is made with Python 3.11 and its venv; python3.11 was not found"
clean=$(mktemp -d)
trap 'rm -rf "$clean"' EXIT
python3.11 -m venv "$clean"
"$clean/bin/python" -m pip install -qq --disable-pip-version-check \
    "$("$clean/bin/python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])')" \
    '.[dev,node,verify]'
"$clean/bin/python" - <<'EOF'
from importlib.metadata import distributions
from packaging.specifiers import SpecifierSet

for package in distributions():
    wanted = package.metadata["Requires-Python"] or ""
    if not SpecifierSet(wanted).contains("3.11.2"):
        raise SystemExit(
            f"tokki: {package.name} {package.version} wants Python {wanted} and Debian 12 has 3.11.2;"
            " pin an older one in pyproject.toml"
        )
EOF
{
    echo "# Every package that set-up installs, in the version that was tested. Made by \`make lock\`."
    "$clean/bin/python" -m pip freeze --exclude tokki-handbook
} >"$clean/constraints.txt"
mv "$clean/constraints.txt" .ci/constraints.txt
