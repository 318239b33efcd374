"""Every migration can be taken back, with rows in its tables, and taken again: an upgrade can be undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from core.nudge import quietly
from core.roles import FINANCE, SALES, SALES_MANAGER, WAREHOUSE
from customers.models import Customer
from demo.life import STEPS, Crew, approve, submit
from inventory.models import Warehouse
from inventory.services import receive_goods
from orders.models import DiscountLimit
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.quotes.quoting import save_quotation
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.changes.builders import begin, quantities
from tests.orders.contracts import days, signed
from tests.pricing import for_tier, make_list, make_rate

SHAPES = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length,"
    " numeric_precision, numeric_scale FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
}


def asked(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def shape() -> dict[str, set[tuple[Any, ...]]]:
    """Everything the database is made of, whatever its rows."""
    return {name: set(asked(sql)) for name, sql in SHAPES.items()}


@contextmanager
def scratch(name: str) -> Iterator[None]:
    """A database of its own, newly migrated, in place of the one of the other tests; gone afterwards."""
    home = connection.settings_dict["NAME"]

    def move(to: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = to

    def maintain(*words: str) -> None:
        move("postgres")
        # A server of an earlier test may still hold the database that is copied.
        asked_nothing(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{home}'")
        for sql in words:
            asked_nothing(sql)

    maintain(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{home}"')
    move(name)
    try:
        yield
    finally:
        maintain(f'DROP DATABASE IF EXISTS "{name}"')
        move(home)


def asked_nothing(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def go(*targets: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate(list(targets))


def ours() -> dict[str, list[str]]:
    """Each app of the house that keeps rows, highest floor first, with its migrations in their order."""
    graph = MigrationLoader(None).graph
    names = {app: sorted(name for label, name in graph.nodes if label == app) for app in settings.OWN_APPS}
    return {app: found for app, found in reversed(names.items()) if found}


def live() -> None:
    """One order from entry to cash, a contract, a quotation, a change, price steps and an order in foreign money."""
    bo, cem, dot = make_person("bo", SALES_MANAGER), make_person("cem", WAREHOUSE), make_person("dot", FINANCE)
    ann, product = make_person("ann", SALES, manager=bo), make_product(price="90000")
    customer = make_customer(ann)
    place = Warehouse.objects.filter(default=True).first() or Warehouse.objects.create(code="W", default=True)
    receive_goods(warehouse_id=place.pk, items=[(product.pk, Decimal(99))], actor=cem)
    whole, bound = (make_draft(ann, customer, [(product, 1)]) for _n in range(2))
    for name, step in STEPS.items():
        if name != "create":
            step(whole.pk, Crew(ann, (bo,), cem, dot))
    for step in (submit, approve):
        step(bound.pk, Crew(ann, (bo,), cem, dot))
    begin(bound, ann, *quantities(bound, l1=6))
    signed(ann, customer, [(product, "80", "500")])
    for_tier(make_list("Steps", (product, "70", 100), (product, "75"), inclusive=True), "key")
    make_rate("USD")
    DiscountLimit.objects.create(role=SALES_MANAGER, percent=Decimal(8))
    head, rows = DraftHead(customer=customer), [DraftRow(product_id=product.pk, quantity=Decimal(3))]
    save_quotation(None, head=head, rows=rows, valid_until=days(9), version=None, actor=ann)
    Customer.objects.filter(pk=customer.pk).update(currency="USD")
    make_draft(ann, Customer.objects.select_related("terms").get(pk=customer.pk), [(product, 5)])


def counts() -> dict[str, int]:
    """How many rows lie in the tables whose migrations are taken back; a first one that goes takes its rows along."""
    kept = ("orders_order", "orders_orderline", "customers_customer", "catalog_product", "core_event",
            "inventory_stockmove", "finance_invoice", "approvals_decision", "shipping_shipment")  # fmt: skip
    return {table: asked(f"SELECT count(*) FROM {table}")[0][0] for table in kept}


@pytest.mark.timeout(900)
def test_every_migration_is_taken_back_with_its_rows_and_taken_again(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), scratch(f"{connection.settings_dict['NAME']}_back"):
        newest, apps = shape(), ours()
        with quietly():
            live()
        assert all(counts().values())

        go(*[(app, names[0]) for app, names in apps.items()])
        oldest = shape()
        go(*[(app, names[-1]) for app, names in apps.items()])

        assert oldest != newest
        assert shape() == newest
