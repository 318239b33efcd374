"""Every address of the API in one table, from which the addresses, the index and the OpenAPI document are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from api.resources.goods import CUSTOMER, PRODUCT, STOCK
from api.resources.orders import ORDER, ORDER_ROW
from api.resources.shape import Shape
from api.views.customers import AllCustomers, NewContact
from api.views.door import Door
from api.views.lists import Products, Stock
from api.views.orders import AllOrders, CancelOrder, CheckOrder, OneOrder, RecallOrder, SubmitOrder
from catalog.filters import ProductFilter
from customers.filters import CustomerFilter
from customers.forms import ContactForm, CustomerForm
from orders.filters import OrderFilter
from orders.forms.verbs import CancelForm, MaybeReasonForm

PAGED = {"cursor": "Where the last page ended, from its `next`.", "page_size": "At most 200; 50 when left out."}


@dataclass(frozen=True)
class Act:
    """What a method does at an address: what it takes, what it answers, and whether it writes."""

    does: str
    answer: Shape | str
    status: int = 200
    takes: type[forms.BaseForm] | str | None = None
    asks: Mapping[str, Any] = field(default_factory=dict)
    listed: bool = False
    writes: bool = False


@dataclass(frozen=True)
class Endpoint:
    """One address below /api/v1/."""

    path: str
    name: str
    view: type[Door]
    acts: Mapping[str, Act]


def asks(filters: Any) -> dict[str, Any]:
    """What a list can be asked, in the words of its page."""
    return {name: one.label for name, one in filters.base_filters.items()} | PAGED


ENDPOINTS = (
    Endpoint(
        "orders/",
        "orders",
        AllOrders,
        {
            "get": Act("Orders you may see, newest first.", ORDER_ROW, asks=asks(OrderFilter), listed=True),
            "post": Act("Enter an order; with `submit` it is handed in at once.", ORDER, 201, "OrderIn", writes=True),
        },
    ),
    Endpoint(
        "orders/check/",
        "check",
        CheckOrder,
        {"post": Act("Check an order that is not saved; nothing is written.", "Check", takes="OrderIn")},
    ),
    Endpoint("orders/<str:ref>/", "order", OneOrder, {"get": Act("One order with everything on it.", ORDER)}),
    Endpoint(
        "orders/<str:ref>/submit/",
        "submit",
        SubmitOrder,
        {"post": Act("Hand a draft in.", ORDER, takes=MaybeReasonForm, writes=True)},
    ),
    Endpoint(
        "orders/<str:ref>/recall/",
        "recall",
        RecallOrder,
        {"post": Act("Take an order back before it is decided.", ORDER, takes=forms.Form, writes=True)},
    ),
    Endpoint(
        "orders/<str:ref>/cancel/",
        "cancel",
        CancelOrder,
        {"post": Act("End an order before anything left.", ORDER, takes=CancelForm, writes=True)},
    ),
    Endpoint(
        "products/",
        "products",
        Products,
        {"get": Act("Products, newest first.", PRODUCT, asks=asks(ProductFilter), listed=True)},
    ),
    Endpoint(
        "customers/",
        "customers",
        AllCustomers,
        {
            "get": Act("Customers you may see.", CUSTOMER, asks=asks(CustomerFilter), listed=True),
            "post": Act("Enter a customer.", CUSTOMER, 201, CustomerForm, writes=True),
        },
    ),
    Endpoint(
        "customers/<int:pk>/contacts/",
        "new_contact",
        NewContact,
        {"post": Act("Add a contact to a customer.", CUSTOMER, 201, ContactForm, writes=True)},
    ),
    Endpoint(
        "stock/",
        "stock",
        Stock,
        {"get": Act("What lies where.", STOCK, asks=PAGED | {"product": "The code of a product."}, listed=True)},
    ),
)
