"""Which app shows what on the order page, and what on the customer page."""

from approvals.panels import ROUTE
from finance.panels import DEBT, MONEY
from inventory.panels import STOCK
from orders.panels.customer import recent_orders
from shipping.panels import SHIPMENTS

PANELS: tuple[object, ...] = (ROUTE, STOCK, SHIPMENTS, MONEY)

CUSTOMER_PANELS = (recent_orders, DEBT)

PRODUCT_PANELS: tuple[object, ...] = ()
