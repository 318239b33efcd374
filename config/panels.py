"""Which app shows what on the order page, and what on the customer page."""

from approvals.panels import CHANGE_ROUTE, ROUTE
from finance.panels import DEBT, MONEY
from inventory.panels import STOCK
from orders.panels.blocks import BLOCKS
from orders.panels.customer import recent_orders
from shipping.panels import JOBS, SHIPMENTS

PANELS: tuple[object, ...] = (BLOCKS, ROUTE, STOCK, SHIPMENTS, JOBS, MONEY)

CHANGE_PANELS = (CHANGE_ROUTE,)

CUSTOMER_PANELS = (recent_orders, DEBT)

PRODUCT_PANELS: tuple[object, ...] = ()
