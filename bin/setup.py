"""Sets up a machine for bin/demo or bin/test; what is done already costs nothing. Needs only Python's own library."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from steps import front, packages, system  # noqa: E402
from steps.stamp import Trouble  # noqa: E402

Step = tuple[str, Callable[[str], str | None]]

# In this order: each step may need the one before it. A step answers what it did, or nothing.
STEPS: list[Step] = [
    ("System libraries", system.libraries),
    ("Python packages", packages.install),
    ("Front-end packages", front.install),
    ("Document fonts", front.fonts),
    ("Camera reader", front.reader),
    ("Translations", packages.texts),
    ("Browser", system.browser),
]


def main(purpose: str) -> int:
    for name, step in STEPS:
        began = time.monotonic()
        try:
            done = step(purpose)
        except Trouble as trouble:
            print(f"{name}: {trouble}", file=sys.stderr)
            return 1
        if done:
            print(f"{name}: {done} ({time.monotonic() - began:.1f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "demo"))
