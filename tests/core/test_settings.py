"""What the environment may say to the settings."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import environment


def test_a_database_url_is_read_with_its_percent_signs_decoded():
    found = environment.database("postgres://an%40n:p%2Fw@db.example:5433/gen%20dan?sslmode=require")
    assert found["USER"] == "an@n"
    assert found["PASSWORD"] == "p/w"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "gen dan")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["postgres://postgres@/app?host=/run/pg", "postgresql://postgres@%2Frun%2Fpg/app"])
def test_a_socket_folder_may_be_named_in_the_query_or_as_the_host(url):
    found = environment.database(url)
    assert found["HOST"] == "/run/pg"
    assert found["NAME"] == "app"
    assert found["OPTIONS"] == {}


def test_another_kind_of_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        environment.database("sqlite:///x.db")


def test_a_number_that_is_none_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("GENDAN_SMTP_PORT", "many")
    with pytest.raises(ImproperlyConfigured, match="GENDAN_SMTP_PORT"):
        environment.number("GENDAN_SMTP_PORT", 1)


def test_the_key_of_this_machine_is_made_once_and_is_private(tmp_path, monkeypatch):
    monkeypatch.delenv("GENDAN_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert len(first) >= 64
    assert environment.secret_key(tmp_path) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_key_in_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("GENDAN_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_an_amount_is_exact_to_the_cent_and_nothing_else(monkeypatch):
    monkeypatch.setenv("GENDAN_LINK_PIN_ABOVE", "50000.01")
    assert environment.amount("GENDAN_LINK_PIN_ABOVE", "1") == Decimal("50000.01")
    monkeypatch.setenv("GENDAN_LINK_PIN_ABOVE", "")
    assert environment.amount("GENDAN_LINK_PIN_ABOVE", "1") == Decimal(1)
    for wrong in ("many", "-1", "50,000", "1e9", "NaN", "0.001", "٥"):
        monkeypatch.setenv("GENDAN_LINK_PIN_ABOVE", wrong)
        with pytest.raises(ImproperlyConfigured, match="GENDAN_LINK_PIN_ABOVE"):
            environment.amount("GENDAN_LINK_PIN_ABOVE", "1")


def test_chat_robots_are_read_by_name_and_only_with_fit_addresses(monkeypatch):
    """A18: nothing but https is posted to."""
    monkeypatch.setenv("GENDAN_CHAT_ROBOTS", "*=https://a.example/send?key=x=1, 仓库=https://b.example/")
    assert environment.robots("GENDAN_CHAT_ROBOTS") == {
        "*": "https://a.example/send?key=x=1",
        "仓库": "https://b.example/",
    }
    for said in ("https://a.example/", "*=http://a.example/", "*="):
        monkeypatch.setenv("GENDAN_CHAT_ROBOTS", said)
        with pytest.raises(ImproperlyConfigured, match="GENDAN_CHAT_ROBOTS"):
            environment.robots("GENDAN_CHAT_ROBOTS")
    monkeypatch.delenv("GENDAN_CHAT_ROBOTS")
    assert environment.robots("GENDAN_CHAT_ROBOTS") == {}
