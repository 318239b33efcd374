"""Shutting the links that were sent to me."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals import services
from approvals.policies import may_shut_links
from core.models import User
from core.views.verb import VerbView


class ShutLinks(VerbView):
    """For a phone that is lost, or a message that went further than it should."""

    policy = may_shut_links
    title = _("Shut my approval links")
    consequence = _("No link in a message sent to you so far opens anything any more. New messages bring new links.")
    button = _("Shut them")
    done = _("Your links are shut.")

    def get_subject(self) -> User:
        return self.request.user

    def act(self, subject: User, data: dict[str, Any]) -> None:
        services.shut_links(actor=subject)

    def success_url(self, subject: User) -> str:
        return reverse("approvals:cover")

    def done_url(self, subject: User, result: Any) -> str:
        return self.success_url(subject)
