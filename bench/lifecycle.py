"""The whole life of an order through the public services, each step its own transaction.

`python -m bench.lifecycle --orders N --processes P [--lines L] [--keep] [--json]`
create → submit → approve → confirm and reserve → pick → ship → deliver → invoice → pay → completed.
"""

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.ground import database


@dataclass
class Times:
    """Milliseconds and statements of every step, and of whole orders."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sql: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    orders: list[float] = field(default_factory=list)


def live_orders(count: int, lines: int, seed: int) -> Times:
    """Live a number of orders one after the other, noting each step."""
    from bench import world
    from demo.life import STEPS

    people, times, chance = world.crew(), Times(), random.Random(seed)
    buyers, goods = world.customers(), world.products()
    for _order in range(count):
        begun = time.perf_counter()
        pk = _timed(times, "create", lambda: _create(people, chance, buyers, goods, lines))
        for name, step in STEPS.items():
            _timed(times, name, lambda step=step, pk=pk: step(pk, people))
        times.orders.append((time.perf_counter() - begun) * 1000)
        _prove_completed(pk)
    return times


def _create(people: Any, chance: random.Random, buyers: list[Any], goods: list[int], lines: int) -> int:
    import datetime
    from decimal import Decimal

    from core import clock
    from orders.services import save_draft
    from orders.services.entry.composing import DraftHead, DraftRow

    head = DraftHead(customer=chance.choice(buyers), wanted_on=clock.today() + datetime.timedelta(days=7))
    rows = [DraftRow(product_id=pk, quantity=Decimal(chance.randint(4, 9))) for pk in chance.sample(goods, lines)]
    return save_draft(None, head=head, rows=rows, version=None, actor=people.seller).pk


def _timed(times: Times, name: str, act: Any) -> Any:
    from bench.world import counted

    seen: list[str] = []
    begun = time.perf_counter()
    with counted(seen):
        result = act()
    times.steps[name].append((time.perf_counter() - begun) * 1000)
    times.sql[name].append(len(seen))
    return result


def _prove_completed(pk: int) -> None:
    from orders.models import Order

    state = Order.objects.values_list("state", flat=True).get(pk=pk)
    if state != "completed":
        raise SystemExit(f"order {pk} ended as {state}")


def _worker(count: int, lines: int, seed: int, start: Any, done: Any) -> None:
    with database(fresh=False, made=True):
        _manual_confirmation()
        live_orders(2, lines, seed)
        start.wait()
        done.put(live_orders(count, lines, seed + 1000))


def _manual_confirmation() -> None:
    """Confirming is a step of its own here, so that it is measured by itself."""
    from django.conf import settings

    settings.GENDAN_AUTO_CONFIRM = False


def run(orders: int, processes: int, lines: int) -> dict[str, Any]:
    """Let several processes live orders at once; one summary. A single one runs in this process."""
    if processes == 1:
        _manual_confirmation()
        live_orders(2, lines, 0)
        begun = time.perf_counter()
        found = [live_orders(orders, lines, 1000)]
        return _summary(found, orders, processes, lines, time.perf_counter() - begun)
    context = multiprocessing.get_context("spawn")
    start, done = context.Barrier(processes + 1, timeout=60), context.Queue()
    shares = [orders // processes + (1 if n < orders % processes else 0) for n in range(processes)]
    workers = [context.Process(target=_worker, args=(share, lines, n, start, done)) for n, share in enumerate(shares)]
    for worker in workers:
        worker.start()
    start.wait()
    begun = time.perf_counter()
    found = [done.get(timeout=3600) for _ in workers]
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    return _summary(found, orders, processes, lines, seconds)


def _summary(found: list[Times], orders: int, processes: int, lines: int, seconds: float) -> dict[str, Any]:
    names = list(found[0].steps)
    steps = {
        name: _figures([ms for times in found for ms in times.steps[name]])
        | {"sql": median(count for times in found for count in times.sql[name])}
        for name in names
    }
    return {
        "name": "gendan.lifecycle",
        "orders": orders,
        "processes": processes,
        "lines": lines,
        "orders_per_s": round(orders / seconds, 2),
        "order_ms": _figures([ms for times in found for ms in times.orders]),
        "sql_per_order": sum(step["sql"] for step in steps.values()),
        "steps": steps,
    }


def _figures(values: list[float]) -> dict[str, Any]:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {"median_ms": round(median(ordered), 2), "p95_ms": round(p95, 2), "n": len(ordered)}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--orders", type=int, default=50)
    words.add_argument("--processes", type=int, default=1)
    words.add_argument("--lines", type=int, default=5)
    words.add_argument("--keep", action="store_true", help="use the scratch database as it stands")
    words.add_argument("--json", action="store_true", help="one JSON line")
    options = words.parse_args()
    with database(fresh=not options.keep):
        from bench import world

        world.furnish(world.crew())
        result = run(options.orders, options.processes, options.lines)
    if options.json:
        print(json.dumps(result))
    else:
        json.dump(result, sys.stdout, indent=2)
        print()


if __name__ == "__main__":
    main()
