"""What each app shows on pages of an order, a return, a customer and oneself; who speaks in the joint check."""

from api.panels import KEYS
from approvals.panels import CHANGE_ROUTE, RETURN_ROUTE, ROUTE, decisions
from finance.panels import DEBT, MONEY, RETURN_MONEY, credit_answer
from inventory.panels import STOCK, goods
from orders.panels.blocks import BLOCKS
from orders.panels.cases import CASES, CUSTOMER_CASES
from orders.panels.confirmation import CONFIRMATION, entry
from orders.panels.contracts import contracts
from orders.panels.customer import recent_orders
from orders.panels.letters import LETTERS
from orders.panels.returns import CUSTOMER_RETURNS, RETURNS
from portal.panels import ENTERED, LINKS
from shipping.panels import JOBS, RECEIVING, SHIPMENTS

PANELS: tuple[object, ...] = (
    BLOCKS,
    ENTERED,
    CONFIRMATION,
    LETTERS,
    ROUTE,
    STOCK,
    SHIPMENTS,
    JOBS,
    RETURNS,
    MONEY,
    CASES,
)

JOINT = (entry, decisions, credit_answer, goods)

CHANGE_PANELS = (CHANGE_ROUTE,)

RETURN_PANELS = (RETURN_ROUTE, RECEIVING, RETURN_MONEY)

CUSTOMER_PANELS = (recent_orders, contracts, CUSTOMER_RETURNS, CUSTOMER_CASES, DEBT, LINKS)

PRODUCT_PANELS: tuple[object, ...] = ()

ME_PANELS = (KEYS,)
