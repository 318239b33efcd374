"""What is examined on an order before it moves, in this order; the route comes last and reads the rest.

A quotation promises no goods and no credit yet, so it is asked about its customer, prices and terms alone.
"""

from approvals import checks as approvals
from finance import checks as finance
from inventory import checks as inventory
from orders import checks as order
from orders.services.contracts import conformity

CHECKS = (
    order.completeness,
    order.customer_active,
    order.products,
    order.duplicate,
    order.same_lines,
    order.unusual,
    order.price_source,
    order.floor_price,
    order.discount,
    conformity.contract,
    conformity.own_terms,
    finance.credit,
    finance.overdue,
    inventory.stock,
    approvals.route_preview,
)

QUOTE_CHECKS = (
    order.customer_active,
    order.products,
    order.price_source,
    order.floor_price,
    order.discount,
    conformity.contract,
    conformity.own_terms,
)

RETURN_ROUTE = approvals.who_decides
