"""What one scan costs the server: a piece picked on a short shipment and on one of 390 lines.

`python -m bench.scan [--rounds R] [--lines 5 390] [--json]` on the scratch database as it stands: statements, median,
95th percentile and processor time of the answer to a right scan, as static/js/scan.js sends it, with session and CSRF.
"""

import argparse
import json
import random
import re
import uuid
from decimal import Decimal
from typing import Any

from bench.ground import database
from bench.timing import Spent, row, settled, spent

PIECES = 400
"""Of each line, so that a shipment lasts for some runs."""


def measure(rounds: int, sizes: list[int]) -> dict[str, Any]:
    """A scan of each shipment in turn, round after round, each beside the empty page."""
    from django.conf import settings

    from bench import world

    settings.ROOT_URLCONF = "bench.urls"
    people, chance = world.crew(), random.Random(7)
    if not world.products():
        world.furnish(people)
    client = _client(people.warehouse)
    shipments = {f"{lines} lines": _shipment(people, lines, rounds) for lines in sizes}
    guns = {name: _Gun(client, people.warehouse, shipment, chance) for name, shipment in shipments.items()}
    answers: dict[str, list[Spent]] = {name: [] for name in guns}
    empty: list[Spent] = []
    for turn in range(rounds + 3):
        if turn == 3:
            settled()
        for name, gun in guns.items():
            empty.append(spent(lambda: client.get("/bench/empty/")))
            answers[name].append(spent(gun.scan))
    beside = empty[3 * len(guns) :]
    return {name: row(found[3:], beside) for name, found in answers.items()} | {"empty": row(beside, beside)}


def _client(person: Any) -> Any:
    from django.test import Client

    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.force_login(person, backend="core.backends.RoleBackend")
    return client


class _Gun:
    """The page of one shipment, open on a device that scans whatever line comes next."""

    def __init__(self, client: Any, person: Any, shipment: Any, chance: random.Random) -> None:
        self.client, self.chance, self.device, self.sent = client, chance, str(uuid.uuid4()), 0
        self.url, self.task, self.person = "/shipping/scans/batch/", shipment.stream, person.pk
        lines = shipment.lines.filter(picked__lt=PIECES).order_by("pk")
        self.codes = list(lines.values_list("product__code", flat=True))
        page = client.get(f"/shipping/scan/{shipment.number}/pick/").content.decode()
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    def scan(self) -> Any:
        self.sent += 1
        scan = {"task": self.task, "code": self.chance.choice(self.codes), "quantity": "1", "uuid": str(uuid.uuid4())}
        scan |= {"device": self.device, "sequence": self.sent, "user": self.person, "guess": "ok", "version": "1"}
        body = {"task": self.task, "scans": [scan]}
        headers = {"X-CSRFToken": self.token}
        answer = self.client.post(self.url, body, content_type="application/json", headers=headers)
        if b'"tone": "ok"' not in answer.content:
            raise SystemExit(f"not counted: {answer.content[:200]!r}")
        return answer


def _shipment(people: Any, lines: int, rounds: int) -> Any:
    """A shipment of so many lines that is being picked; what an earlier run left is used while it lasts."""
    from shipping.models import Shipment

    mark = f"BENCH-SCAN-{lines}"
    open_ones = Shipment.objects.filter(order__customer_po=mark, state="picking")
    found = open_ones.exclude(lines__picked__gt=PIECES - rounds - 3).order_by("-pk").first()
    return found or _opened(people, lines, mark)


def _opened(people: Any, lines: int, mark: str) -> Any:
    import datetime

    from bench import world
    from core import clock
    from demo.life import approve, confirm, submit
    from orders.services import save_draft
    from orders.services.entry.composing import DraftHead, DraftRow
    from shipping.services import open_shipment

    head = DraftHead(
        customer=world.customers()[0], wanted_on=clock.today() + datetime.timedelta(days=7), customer_po=mark
    )
    rows = [DraftRow(product_id=pk, quantity=Decimal(PIECES)) for pk in world.goods("SCAN", lines)]
    order = save_draft(None, head=head, rows=rows, version=None, actor=people.seller)
    submit(order.pk, people, reason="measured")
    approve(order.pk, people)
    confirm(order.pk, people)
    return open_shipment(order.pk, actor=people.warehouse)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m bench.scan", description=__doc__)
    words.add_argument("--rounds", type=int, default=60)
    words.add_argument("--lines", type=int, nargs="+", default=[5, 390])
    words.add_argument("--json", action="store_true", help="one JSON line")
    options = words.parse_args()
    with database(fresh=False):
        result = {"name": "gendan.scan", "scans": measure(options.rounds, options.lines)}
    print(json.dumps(result) if options.json else json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
