# shellcheck shell=sh
# Read by the scripts of this folder.

say() {
    printf 'tokki: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 1
}

# The first Python that is new enough; one that can make a virtual environment goes before
# one that cannot. Prints nothing where there is none.
find_python() {
    without_venv=
    for name in python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$name"
            return
        fi
        without_venv=${without_venv:-$name}
    done
    echo "$without_venv"
}
