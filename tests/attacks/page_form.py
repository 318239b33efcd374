"""What a browser would send from a page: the fields of its forms with the values they show."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BUTTONS = ("submit", "button", "image", "reset", "file")
FOREIGN = ("csrfmiddlewaretoken", "once")


@dataclass
class Form:
    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Every form of a page in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside: Form | None = None
        self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.found.append(self._inside)
        elif self._inside is not None:
            self._control(tag, given, dict(attrs))

    def _control(self, tag: str, given: dict[str, str], attrs: dict[str, str | None]) -> None:
        form, name = self._inside, given.get("name", "")
        assert form is not None
        if tag == "option" and self._select:
            if "selected" in attrs or self._select not in form.values:
                form.values[self._select] = given.get("value", "")
        elif name and name not in FOREIGN and tag in ("input", "select", "textarea", "button"):
            form.names.add(name)
            self._select = name if tag == "select" else ""
            self._area = name if tag == "textarea" else ""
            if tag == "input" and self._is_sent(given, attrs):
                form.values[name] = given.get("value", "")
            elif tag == "textarea":
                form.values[name] = ""

    def _is_sent(self, given: dict[str, str], attrs: dict[str, str | None]) -> bool:
        kind = given.get("type", "text")
        return kind not in BUTTONS and (kind not in ("checkbox", "radio") or "checked" in attrs)

    def handle_data(self, data: str) -> None:
        if self._inside is not None and self._area:
            self._inside.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def posted_form(page: str, action: str = "", *, having: str = "") -> Form:
    """The form of a page that posts to the page itself (or to an address), and has a certain field."""
    forms = (form for form in Forms(page).found if form.method == "post" and form.action in ("", action))
    return next(form for form in forms if not having or having in form.names)


def asked_names(page: str) -> set[str]:
    """The fields by which a page can be asked: those of its forms that only look."""
    return {name for form in Forms(page).found if form.method == "get" for name in form.names}
