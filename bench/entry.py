"""What entry costs the server: the live check, a save nobody asked for, and a paste.

`python -m bench.entry [--rounds R] [--lines L] [--json]` on the scratch database as it stands:
queries, median and 95th percentile of the answer to an order of 50 lines, and of reading 500 pasted rows.
"""

import argparse
import json
import random
import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.ground import database

PASTED = 500


def measure(rounds: int, lines: int) -> dict[str, Any]:
    """The three answers in turn, round after round, for a salesperson typing another quantity each time."""
    from django.conf import settings
    from django.test import Client

    from bench import world

    settings.ROOT_URLCONF = "bench.urls"

    people, chance = world.crew(), random.Random(7)
    if not world.products():
        world.furnish(people)
    client = Client(HTTP_HOST="localhost")
    client.force_login(people.seller, backend="core.backends.RoleBackend")
    acts = {"check": "/orders/check/", "autosave": "/orders/autosave/", "paste": "/orders/paste/"}
    times: dict[str, list[float]] = {name: [] for name in (*acts, "empty")}
    queries: dict[str, int] = {}
    codes, page = _codes(), str(uuid.uuid4())
    buyer = world.customers()[0].code
    for _round in range(rounds + 1):
        typed = _typed(buyer, chance.sample(codes, lines), chance, page)
        pasted = "\n".join(f"{chance.choice(codes)}\t{n + 1}" for n in range(PASTED))
        for name, url in acts.items():
            times["empty"].append(_spent(lambda: client.get("/bench/empty/")))
            data = {"pasted": pasted, "customer": buyer} if name == "paste" else typed
            spent, queries[name] = _post(client, url, data)
            times[name].append(spent)
    empty = median(times.pop("empty")[1:])
    return {name: _row(values[1:], queries[name], empty) for name, values in times.items()}


def _spent(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _codes() -> list[str]:
    from catalog.models import Product

    return list(Product.objects.active().order_by("pk").values_list("code", flat=True)[:1000])


def _typed(buyer: str, codes: list[str], chance: random.Random, page: str) -> dict[str, str]:
    from core import clock

    data = {"customer": buyer, "shown_for": buyer, "wanted_on": f"{clock.today():%Y}-12-31", "page": page}
    data |= {"lines-TOTAL_FORMS": str(len(codes) + 5), "lines-INITIAL_FORMS": "0"}
    for n, code in enumerate(codes):
        data |= {f"lines-{n}-product": code, f"lines-{n}-quantity": str(chance.randint(1, 9))}
    return data


def _post(client: Any, url: str, data: dict[str, str]) -> tuple[float, int]:
    from bench.world import counted

    seen: list[str] = []
    begun = time.perf_counter()
    with counted(seen):
        answer = client.post(url, data)
    spent = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return spent, len(seen)


def _row(values: list[float], queries: int, empty: float) -> dict[str, Any]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {
        "queries": queries,
        "median_ms": round(median(ordered), 1),
        "p95_ms": round(p95, 1),
        "p95_to_empty": round(p95 / empty, 1),
    }


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.entry", description=__doc__)
    asked.add_argument("--rounds", type=int, default=40)
    asked.add_argument("--lines", type=int, default=50)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    with database(fresh=False):
        found = measure(options.rounds, options.lines)
    if options.json:
        print(json.dumps(found))
        return
    for name, row in found.items():
        print(f"{name:10} {row['queries']:4} queries  median {row['median_ms']:8.1f} ms  p95 {row['p95_ms']:8.1f} ms")


if __name__ == "__main__":
    main()
