"""What each page costs: queries, median, 95th percentile and processor time, beside an empty page with one query.

`python -m bench.pages [--rounds R] [--only NAME …] [--json]` on the scratch database as it stands,
as bench.grow and bench.lifecycle left it.
"""

import argparse
import json
from typing import Any

from bench.ground import database
from bench.timing import Spent, row, settled, spent

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


def measure(rounds: int, only: list[str]) -> dict[str, Any]:
    """Every page in turn, round after round, each beside the empty page."""
    from django.conf import settings

    from bench import world

    settings.ROOT_URLCONF = "bench.urls"
    director, newcomer = _client(world.crew().deciders[1]), _client(world.newcomer())
    places = {name: (director, page.format(**_places())) for name, page in PAGES.items()}
    places |= {name: (newcomer, page.format(**_places())) for name, page in SELLERS.items()}
    places = {name: place for name, place in places.items() if not only or name in only}
    answers: dict[str, list[Spent]] = {name: [] for name in places}
    empty: list[Spent] = []
    for turn in range(rounds + 1):
        if turn == 1:
            settled()
        for name, (client, url) in places.items():
            empty.append(_get(client, "/bench/empty/"))
            answers[name].append(_get(client, url))
    beside = empty[len(places) :]
    return {name: row(found[1:], beside) for name, found in answers.items()} | {"empty": row(beside, beside)}


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


def _get(client: Any, url: str) -> Spent:
    return spent(lambda: client.get(url, follow=True))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--only", nargs="+", default=[], help="these pages alone")
    words.add_argument("--json", action="store_true", help="one JSON line")
    options = words.parse_args()
    with database(fresh=False):
        from orders.models import Order

        pages = measure(options.rounds, options.only)
        result = {"name": "gendan.pages", "orders": Order.objects.count(), "pages": pages}
    print(json.dumps(result) if options.json else json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
