"""Which app shows what on the pages of others: an order, a customer, one's settings; who speaks in the joint check."""

from api.panels import KEYS
from approvals.panels import CHANGE_ROUTE, ROUTE, decisions
from finance.panels import DEBT, MONEY, credit_answer
from inventory.panels import STOCK, goods
from orders.panels.blocks import BLOCKS
from orders.panels.confirmation import CONFIRMATION, entry
from orders.panels.contracts import contracts
from orders.panels.customer import recent_orders
from orders.panels.letters import LETTERS
from portal.panels import ENTERED, LINKS
from shipping.panels import JOBS, SHIPMENTS

PANELS: tuple[object, ...] = (BLOCKS, ENTERED, CONFIRMATION, LETTERS, ROUTE, STOCK, SHIPMENTS, JOBS, MONEY)

JOINT = (entry, decisions, credit_answer, goods)

CHANGE_PANELS = (CHANGE_ROUTE,)

CUSTOMER_PANELS = (recent_orders, contracts, DEBT, LINKS)

PRODUCT_PANELS: tuple[object, ...] = ()

ME_PANELS = (KEYS,)
