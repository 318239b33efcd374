"""Two imports of one source at the same moment: the second is told to wait, and nothing comes in twice."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.refusal import Refused
from orders.importing import staging
from orders.models import Order
from tests.imports.builders import make_file, make_map, row, take

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def elsewhere(threads: ThreadPoolExecutor, act: Callable[[], Any]) -> Future[Any]:
    """Run in a thread with a connection of its own; the code of the refusal if there is one."""

    def run() -> Any:
        try:
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    return threads.submit(run)


def until_it_waits_or_ends(second: Future[Any]) -> None:
    with connection.cursor() as cursor:
        while not second.done():
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return


def test_a_second_import_of_the_same_source_waits_its_turn(tmp_path):
    file, meaning = make_file(tmp_path, row()), make_map(tmp_path)

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        take(file, meaning)
        second = elsewhere(threads, lambda: take(file, meaning))
        until_it_waits_or_ends(second)

    assert second.result() == "busy"
    assert Order.objects.count() == 1
    assert take(file, meaning).duplicates == 1


def test_without_the_turn_both_take_the_same_rows_for_new_and_the_second_breaks(tmp_path, monkeypatch):
    file, meaning = make_file(tmp_path, row()), make_map(tmp_path)
    monkeypatch.setattr(staging, "alone", lambda source: None)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            take(file, meaning)
            second = elsewhere(threads, lambda: take(file, meaning))
            until_it_waits_or_ends(second)

        with pytest.raises(IntegrityError):
            second.result()
    assert Order.objects.count() == 1


def test_imports_of_different_sources_do_not_wait(tmp_path):
    file, meaning = make_file(tmp_path, row()), make_map(tmp_path)

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        staging.alone("elsewhere")
        assert elsewhere(threads, lambda: take(file, meaning).accepted).result() == 1
