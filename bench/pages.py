"""What each page costs: queries, median, 95th percentile, and the ratio to an empty page with one query.

`python -m bench.pages [--rounds R] [--json]` on the scratch database as it stands,
as bench.grow and bench.lifecycle left it.
"""

import argparse
import json
import time
from statistics import median
from typing import Any

from bench.ground import database

PAGES = {
    "home": "/",
    "orders": "/orders/",
    "orders, second page": "/orders/?before={middle}",
    "orders, mine": "/orders/?tab=mine",
    "orders to ship": "/orders/?tab=to_ship",
    "orders completed": "/orders/?tab=done",
    "orders of a customer": "/orders/?customer=BENCH-7",
    "orders by number tail": "/orders/?q={tail}",
    "orders by customer": "/orders/?q=Bench%20customer%207",
    "orders by pinyin": "/orders/?q=dnzc",
    "orders by a word of all": "/orders/?q=zhoucheng",
    "orders by customer PO": "/orders/?q=PO-{po}",
    "order": "/orders/{ref}/",
    "search by number tail": "/search/?q={tail}",
    "search by customer": "/search/?q=Bench%20customer%207",
    "search by pinyin": "/search/?q=dnzc",
    "search by customer PO": "/search/?q=PO-{po}",
    "customers": "/customers/",
    "customer": "/customers/{customer}/",
    "inbox": "/approvals/",
    "stock": "/inventory/",
    "to pick": "/shipping/",
    "invoices": "/finance/invoices/",
    "payments": "/finance/payments/",
    "report": "/reports/",
    "notifications": "/notifications/",
}
SELLERS = {
    "entry": "/orders/new/",
    "seller's home": "/",
    "seller's orders": "/orders/",
    "seller's orders to ship": "/orders/?tab=to_ship",
    "seller's orders by number tail": "/orders/?q={tail}",
    "seller's search by number tail": "/search/?q={tail}",
}
"""As seen by a salesperson who owns few orders or none, beside the million of others."""


def measure(rounds: int) -> dict[str, Any]:
    """Every page in turn, round after round, each beside the empty page."""
    from django.conf import settings

    from bench import world

    settings.ROOT_URLCONF = "bench.urls"
    director, newcomer = _client(world.crew().deciders[1]), _client(world.newcomer())
    places = {name: (director, page.format(**_places())) for name, page in PAGES.items()}
    places |= {name: (newcomer, page.format(**_places())) for name, page in SELLERS.items()}
    times: dict[str, list[float]] = {name: [] for name in (*places, "empty")}
    queries: dict[str, int] = {}
    for _round in range(rounds + 1):
        for name, (client, url) in places.items():
            times["empty"].append(_get(client, "/bench/empty/")[0])
            spent, queries[name] = _get(client, url)
            times[name].append(spent)
    empty = median(times["empty"][len(places) :])
    return {name: _row(times[name][1:], queries[name], empty) for name in places} | {"empty_ms": round(empty, 3)}


def _client(person: Any) -> Any:
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend="core.backends.RoleBackend")
    return client


def _places() -> dict[str, Any]:
    from orders.models import Order

    last = Order.objects.order_by("-pk").first()
    first = Order.objects.order_by("pk").first()
    middle = (last.pk + first.pk) // 2
    # A tail that begins with 0 also begins the padded numbers of a hundred thousand others, as no real number does.
    history = Order.objects.filter(origin="history", pk__gte=middle).order_by("pk")
    old = history.filter(number__regex="[1-9]...$").first() or history.first()
    return {
        "ref": last.ref,
        "tail": old.ref[-4:],
        "po": old.customer_po[3:],
        "middle": middle,
        "customer": last.customer_id,
    }


def _get(client: Any, url: str) -> tuple[float, int]:
    from bench.world import counted

    seen: list[str] = []
    begun = time.perf_counter()
    with counted(seen):
        answer = client.get(url, follow=True)
    spent = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return spent, len(seen)


def _row(values: list[float], queries: int, empty: float) -> dict[str, Any]:
    ordered = sorted(values)
    middle = median(ordered)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {
        "queries": queries,
        "median_ms": round(middle, 1),
        "p95_ms": round(p95, 1),
        "to_empty": round(middle / empty, 1),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--json", action="store_true", help="one JSON line")
    options = words.parse_args()
    with database(fresh=False):
        from orders.models import Order

        result = {"name": "gendan.pages", "orders": Order.objects.count(), "pages": measure(options.rounds)}
    print(json.dumps(result) if options.json else json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
