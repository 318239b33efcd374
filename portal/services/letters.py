"""What the house wrote to a customer on their own page (S43)."""

from customers.models import Customer
from customers.models.customer import page_address
from notifications.models import Letter

MOST = 20


def letters_for(customer: Customer) -> list[Letter]:
    """The latest letters that stand on the customer's page, newest first; nobody else's."""
    rows = Letter.objects.on_page(page_address(customer.pk)).exclude(sent_at=None)
    return list(rows.only("subject", "text", "at")[:MOST])
