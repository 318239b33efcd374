"""One answer of the house: how long it took, how much of that was this process at work, and what it asked.

On a machine shared with others the processor's time says more than the clock's: waiting for a turn is not in it.
"""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Spent:
    """One answer, in milliseconds."""

    clock: float
    cpu: float
    queries: int


def spent(act: Callable[[], Any]) -> Spent:
    """Ask once; anything but a page ends the run."""
    from bench.world import counted

    seen: list[str] = []
    begun, worked = time.perf_counter(), time.process_time()
    with counted(seen):
        answer = act()
    found = Spent((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000, len(seen))
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
    return found


def settled() -> None:
    """What is loaded by now is looked through for garbage no more, as config.wsgi does it for the workers."""
    gc.collect()
    gc.freeze()


def row(answers: list[Spent], empty: list[Spent]) -> dict[str, Any]:
    """Median, 95th percentile and processor time, and each against the median of the empty page beside it."""
    middle, p95, cpu = median(a.clock for a in answers), _p95(a.clock for a in answers), median(a.cpu for a in answers)
    base, base_cpu = median(a.clock for a in empty), median(a.cpu for a in empty)
    return {
        "queries": answers[-1].queries,
        "median_ms": round(middle, 1),
        "p95_ms": round(p95, 1),
        "cpu_ms": round(cpu, 1),
        "to_empty": round(middle / base, 1),
        "p95_to_empty": round(p95 / base, 1),
        "cpu_to_empty": round(cpu / base_cpu, 1),
        "cpu_p95_to_empty": round(_p95(a.cpu for a in answers) / base_cpu, 1),
    }


def _p95(times: Iterable[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
