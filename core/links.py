"""Addresses that are keys: whoever holds one gets in without signing in; the house keeps its fingerprint (A27)."""

import hashlib
import re
import secrets

BYTES = 32
"""Twice what nobody can guess."""

DOORS = ("o", "a")
"""The first word of every such address: what follows is told to no log and to no other house."""

_KEYS = re.compile(rf"/(?:{'|'.join(DOORS)})/[^/\s\"'?#]+")


def new_token() -> str:
    """A token that nobody can guess; told once, to whom it is for."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """All the house keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_door(path: str) -> bool:
    """Whether a page is opened by a token in its address."""
    return path.startswith(tuple(f"/{door}/" for door in DOORS))


def masked(text: str) -> str:
    """A text without the tokens of the addresses in it."""
    return _KEYS.sub(lambda found: found[0][:3] + "...", text)
