"""What the pages of contracts, quotations and requirement notes share: the list, finding one, its acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django_fsm import can_proceed

from core.access import Policy
from core.counting import capped_counts, count_words
from core.paging import page_of
from core.story import LONG, SHORT, story
from core.views.guard import Guarded
from orders.filters import PaperFilter
from orders.tables import chips_for
from orders.views.buttons import Button


@dataclass(frozen=True)
class Tab:
    """One standing view of a list."""

    key: str
    label: str | Promise
    narrow: Callable[[Any], Any]


class PaperList(Guarded):
    """A list with tabs, a search and the customer as filter, newest first."""

    template = ""
    tabs: Sequence[Tab] = ()
    model: Any = None
    may_begin: Policy

    def get(self, request: HttpRequest) -> HttpResponse:
        everything = self.model.objects.visible_to(request.user)
        tab = next((one for one in self.tabs if one.key == request.GET.get("tab", "")), self.tabs[0])
        found = PaperFilter(request.GET, queryset=tab.narrow(everything))
        lists = {f"tab:{one.key}": one.narrow(everything) for one in self.tabs}
        counts = capped_counts({**lists, "found": found.qs})
        chips = chips_for(request.GET, found)
        context = {
            "page": page_of(found.qs.for_list(), request.GET),
            "tabs": [self._drawn(one, one is tab, counts) for one in self.tabs],
            "filter_form": found.form,
            "hidden": {"tab": tab.key} if tab.key else {},
            "chips": chips,
            "total_text": count_words(counts["found"]),
            "narrowed": bool(chips or tab.key),
            "may_begin": self.may_begin(request.user),
        }
        return render(request, self.template, context | self.more())

    def _drawn(self, tab: Tab, active: bool, counts: dict[str, int]) -> dict[str, Any]:
        url = f"?tab={tab.key}" if tab.key else "?"
        return {"label": tab.label, "url": url, "count": count_words(counts[f"tab:{tab.key}"]), "active": active}

    def more(self) -> dict[str, Any]:
        """What else the list shows."""
        return {}


def paper_for(rows: Any, number: str) -> Any:
    """The paper of that number, among those the person sees; what they do not see does not exist."""
    # PostgreSQL holds no NUL in text, so nothing can be called that way.
    return get_object_or_404(rows, number=number.replace("\x00", "?"))


@dataclass(frozen=True)
class Offer:
    """When an act on a paper is offered; `verb` names the machine's step it depends on."""

    name: str
    label: str | Promise
    policy: Callable[[Any, Any], bool]
    verb: str = ""
    leads: bool = False
    danger: bool = False
    key: str = ""


def buttons_of(user: Any, paper: Any, kind: str, offers: Sequence[Offer]) -> list[Button]:
    """The acts a paper offers this person now."""
    return [
        Button(reverse(f"orders:{kind}-{one.name}", args=[paper.number]), one.label, one.key, one.leads, one.danger)
        for one in offers
        if (can_proceed(getattr(paper, one.verb)) if one.verb else paper.is_editable) and one.policy(user, paper)
    ]


def told(request: HttpRequest, paper: Any) -> dict[str, Any]:
    """What happened to a paper, newest first."""
    entries, more = story(paper.stream, most=LONG if "all" in request.GET else SHORT)
    return {"entries": entries, "more": more}
