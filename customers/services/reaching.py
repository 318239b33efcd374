"""How a customer is written to: by the channels their contact chose (S43)."""

from customers.models import Contact
from notifications.models import Carrier
from notifications.services import Way


def ways_to(customer_id: int, contact: Contact | None) -> list[Way]:
    """One way per chosen channel of the contact, else of the customer's first contact who can be reached.

    A channel whose address is missing is kept with none, and so is a customer nobody can write to: whoever looks
    sees that nobody was told.
    """
    person = contact if contact is not None and _is_reached(contact) else _first_reached(customer_id)
    if person is None:
        return [Way(Carrier.MAIL, str(contact or ""), "")]
    return [Way(channel, person.name, person.address_by(channel)) for channel in person.channels]


def _first_reached(customer_id: int) -> Contact | None:
    people = Contact.objects.filter(customer_id=customer_id).order_by("-main", "pk")
    return next((person for person in people if _is_reached(person)), None)


def _is_reached(person: Contact) -> bool:
    return any(person.address_by(channel) for channel in person.channels)
