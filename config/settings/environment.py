"""What the settings read from the environment: plain values, the database URL and the secret key."""

import os
import re
import secrets
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.posting import fault_of


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def switch(name: str, default: bool = False) -> bool:
    """A yes/no variable; 1, true, yes and on mean yes."""
    value = os.environ.get(name, "")
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    value = text(name)
    if value and not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value) if value else default


def amount(name: str, default: str) -> Decimal:
    """An amount of money, zero or more, exact to the cent."""
    value = text(name).strip() or default
    if not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", value, re.ASCII):
        raise ImproperlyConfigured(f"{name} must be an amount such as 50000 or 50000.00, not {value!r}.")
    return Decimal(value)


def choice(name: str, default: str, *others: str) -> str:
    """One of a few words; the first is meant when nothing is said."""
    value = text(name).strip().lower() or default
    if value not in (default, *others):
        raise ImproperlyConfigured(f"{name} must be one of {', '.join((default, *others))}, not {value!r}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def outside(name: str, *, loopback: bool = False) -> str:
    """An address the house posts to; empty, or https unless this machine's own is allowed (A18)."""
    return _fit(name, text(name).strip(), loopback)


def named(name: str) -> dict[str, str]:
    """What is written as name=value with commas between."""
    pairs = [word.partition("=") for word in words(name)]
    return {who.strip(): value.strip() for who, _sign, value in pairs}


def robots(name: str, *, loopback: bool = False) -> dict[str, str]:
    """Chat robots as name=address with commas between; the name is a person's, a department's or * for everybody."""
    return outsides(name, loopback=loopback)


def outsides(name: str, *, loopback: bool = False) -> dict[str, str]:
    """Several addresses the house posts to, as name=address with commas between (A18)."""
    return {who: _fit(name, url, loopback, needed=True) for who, url in named(name).items()}


def _fit(name: str, url: str, loopback: bool, needed: bool = False) -> str:
    fault = fault_of(url, loopback=loopback) if url or needed else ""
    if fault:
        raise ImproperlyConfigured(f"{name}: the address {fault}.")
    return url


def database(url: str) -> dict[str, object]:
    """The Django parts of postgres://user:secret@host:port/name?host=DIR, percent signs decoded."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or postgresql://.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or query.pop("dbname", "gendan"),
        "USER": unquote(parts.username or "") or query.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or query.pop("password", ""),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def secret_key(folder: Path) -> str:
    """GENDAN_SECRET_KEY, else a key of this machine's own, made once and readable by its owner only."""
    given = text("GENDAN_SECRET_KEY")
    return given or own_key(folder / "secret-key")


def own_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        # A link never overwrites, so of two first starters both read the winner's key.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
