"""Looking at what is masked."""

from typing import Any

from core.bus import publish
from core.service import service
from customers.events import PhoneShown
from customers.models import Contact
from customers.policies import may_see_phone
from customers.services.records import take


@service
def show_phone(contact_id: int, *, actor: Any) -> str:
    """A contact's phone number in full, for those with the right; the customer's history says who looked."""
    contact = Contact.objects.select_related("customer").get(pk=contact_id)
    may_see_phone.demand(actor, contact.customer)
    take(contact.customer_id)
    publish(
        PhoneShown(customer_id=contact.customer_id, contact_id=contact.pk, contact=contact.name),
        actor=actor,
    )
    return contact.phone
