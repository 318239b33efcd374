"""A carrier whose door is shut for good is asked no more until somebody has seen to it (F27)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.models import User
from core.people import HOUSE
from core.roles import ADMIN
from core.service import service
from notifications.models import Kind
from notifications.services import tell
from shipping.models import Carrier

GONE = "HTTP 410"


@service
def shut_door(carrier_id: int) -> None:
    """It said that nobody answers there any more (410): the switch goes off, and those who keep the list are told."""
    carrier = locked(Carrier.objects.filter(pk=carrier_id, polled=True)).first()
    if carrier is None:
        return
    carrier.polled = False
    carrier.save(update_fields=["polled"])
    edited = RecordEdited(model="carrier", pk=carrier.pk, label=carrier.name, changes={"polled": ["True", "False"]})
    posted = publish(edited, actor=HOUSE)
    keepers = User.objects.filter(groups__name=ADMIN, is_active=True).values_list("pk", flat=True)
    words = _("%(carrier)s is asked for news no more: its address says it is gone")
    url = reverse("admin:shipping_carrier_change", args=[carrier.pk])
    tell(posted.id, list(keepers), subject=words, url=url, kind=Kind.TO_DO, values={"carrier": carrier.name})
