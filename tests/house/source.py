"""The house's own source files, for the tests that read them."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = (
    ("core",),
    ("notifications",),
    ("catalog",),
    ("customers",),
    ("orders",),
    ("approvals", "inventory", "finance"),
    ("shipping",),
    ("reports", "portal", "api", "demo"),
)
LEVEL = {app: level for level, floor in enumerate(FLOORS) for app in floor}


def modules(*, tests: bool = False) -> Iterator[tuple[Path, str]]:
    """Every Python file of the product with its text."""
    for folder in (*LEVEL, "config", *(("tests",) if tests else ())):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT), path.read_text()
