"""What a quantity typed by a person must be before it reaches the books."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.refusal import Refused

MOST = Decimal(1_000_000_000)
ZERO = Decimal(0)


def sound(product: Product, quantity: Decimal, *, least: Decimal | None = None) -> Decimal:
    """A quantity of a product that can be: a number, not too small, not absurd, in the unit's own steps.

    Without `least` it must be above zero.
    """
    if not quantity.is_finite() or quantity > MOST or quantity < (ZERO if least is None else least):
        raise Refused(_("%(code)s: this quantity is not possible.") % {"code": product.code}, code="quantity")
    if least is None and not quantity:
        raise Refused(_("%(code)s: the quantity must be above zero.") % {"code": product.code}, code="quantity")
    if quantity % product.unit.step:
        raise Refused(
            _("%(code)s is counted in steps of %(step)s.")
            % {"code": product.code, "step": f"{product.unit.step.normalize():f}"},
            code="quantity",
        )
    return quantity


def products_of(quantities: Mapping[int, Decimal], *, least: Decimal | None = None) -> dict[int, Product]:
    """The products of these quantities, in one query, after each quantity was found sound."""
    products = Product.objects.select_related("unit").defer("search").in_bulk(list(quantities))
    for pk, quantity in quantities.items():
        if pk not in products:
            raise Refused(_("There is no such product."), code="unknown_product")
        sound(products[pk], quantity, least=least)
        if products[pk].is_service and quantity:
            raise Refused(
                _("%(code)s is a service: no stock is kept of it.") % {"code": products[pk].code}, code="service"
            )
    return products
