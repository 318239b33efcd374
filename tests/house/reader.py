"""Walks the house as one person and writes down what every page says, to the eye and to a screen reader."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

SILENT = {"script", "style", "kbd", "textarea"}
SPOKEN = {"title", "placeholder", "aria-label", "alt", "data-label"}
PUSHED = {"submit", "button", "reset"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FULL = {"orders:order", "shipping:shipment", "finance:invoice"}
"""What is read again and again, for it looks different at each place of an order's life."""
FILES = ("logout", ":pdf", "-pdf", "-document", ":export", "_export")
"""No pages: the way out, and what comes as a file."""
TURNS = ("tab", "days")
"""Questions of an address that make another page of it; filters, sorting and further pages do not."""


class Page(HTMLParser):
    """What one page says, and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        values = dict(attrs)
        self.said += [text for name, text in attrs if text and (name in SPOKEN or name.endswith("-text"))]
        if tag == "input" and values.get("type") in PUSHED:
            self.said.append(values.get("value") or "")
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not SILENT & set(self.open):
            self.said.append(" ".join(data.split()))


def read(client: Client, starts: Sequence[str], language: str, *, often: int) -> Iterator[tuple[str, Page]]:
    """Every page reached by following links from some: each kind once, the documents of an order so often."""
    waiting, seen, times = deque(starts), set(starts), Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.popleft()
        kind = _kind(address)
        if not kind or times[kind] >= (often if kind[0] in FULL else 1):
            continue
        times[kind] += 1
        answer = client.get(address, headers={"accept-language": language}, follow=True)
        assert answer.status_code < 500, address
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = Page(answer.content.decode())
            yield address, page
            fresh = [link for link in (_own(address, href) for href in page.links) if link and link not in seen]
            seen |= set(fresh)
            waiting.extend(fresh)


def _own(address: str, href: str) -> str:
    """The address a link leads to, when it stays in the house."""
    parts = urlsplit(urljoin(address, href))
    return "" if parts.netloc or parts.scheme else f"{parts.path}{'?' if parts.query else ''}{parts.query}"


def _kind(address: str) -> tuple[str, ...]:
    """The name of an address with the turn it takes; nothing for what is no page of its own."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ()
    if name.endswith(FILES) or (asked and not set(asked) & set(TURNS)):
        return ()
    return (name, *(asked[turn][0] for turn in TURNS if turn in asked))
