"""What is examined on an order before it moves, in this order; the route comes last and reads the rest."""

from approvals import checks as approvals
from finance import checks as finance
from inventory import checks as inventory
from orders import checks as order

CHECKS = (
    order.completeness,
    order.customer_active,
    order.products,
    order.duplicate,
    order.same_lines,
    order.unusual,
    order.floor_price,
    order.discount,
    finance.credit,
    finance.overdue,
    inventory.stock,
    approvals.route_preview,
)
