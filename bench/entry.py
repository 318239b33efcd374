"""What entry costs the server: the live check, a save nobody asked for, and a paste.

`python -m bench.entry [--rounds R] [--lines L] [--json]` on the scratch database as it stands:
queries, median, 95th percentile and processor time of the answer to an order of 50 lines,
and of reading 500 pasted rows.
"""

import argparse
import json
import random
import uuid
from typing import Any
from urllib.parse import urlencode

from bench.ground import database
from bench.timing import Spent, row, settled, spent

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
    answers: dict[str, list[Spent]] = {name: [] for name in acts}
    empty: list[Spent] = []
    codes, page = _codes(), str(uuid.uuid4())
    buyer = world.customers()[0].code
    for turn in range(rounds + 1):
        if turn == 1:
            settled()
        typed = _typed(buyer, chance.sample(codes, lines), chance, page)
        pasted = "\n".join(f"{chance.choice(codes)}\t{n + 1}" for n in range(PASTED))
        for name, url in acts.items():
            empty.append(spent(lambda: client.get("/bench/empty/")))
            data = {"pasted": pasted, "customer": buyer} if name == "paste" else typed
            answers[name].append(_post(client, url, data))
    beside = empty[len(acts) :]
    return {name: row(found[1:], beside) for name, found in answers.items()} | {"empty": row(beside, beside)}


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


def _post(client: Any, url: str, data: dict[str, str]) -> Spent:
    # As static/js/grid.js sends it.
    body = urlencode(data)
    return spent(lambda: client.post(url, body, content_type="application/x-www-form-urlencoded"))


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
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
