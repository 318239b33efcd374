"""Which app shows what on the order page, and what on the customer page."""

from approvals.panels import ROUTE
from orders.panels.customer import recent_orders

PANELS: tuple[object, ...] = (ROUTE,)

CUSTOMER_PANELS = (recent_orders,)

PRODUCT_PANELS: tuple[object, ...] = ()
