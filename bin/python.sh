# Sets PYTHON to a Python 3.11 or newer, installing the system's own where none is there.
enough='import sys; sys.exit(sys.version_info < (3, 11))'
find_python() {
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$PYTHON" >/dev/null 2>&1 && "$PYTHON" -c "$enough" 2>/dev/null && return 0
    done
    return 1
}
if ! find_python; then
    if command -v apt-get >/dev/null 2>&1; then
        echo "Python 3.11 or newer was not found; installing the system's own."
        if [ "$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi
        $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends python3 python3-venv
    fi
    find_python || { echo "Gendan needs Python 3.11 or newer." >&2; exit 1; }
fi
