"""The menu, each item with its policy."""

from django.utils.translation import gettext_lazy as _

from approvals.panels import waiting_count
from approvals.policies import may_look as may_see_approvals
from catalog.policies import may_see as may_see_products
from core.access import SIGNED_IN
from core.navigation import NavItem
from customers.policies import may_see as may_see_customers
from inventory.policies import may_see as may_see_stock
from orders.policies import may_see as may_see_orders
from reports.policies import may_see_reports
from shipping.panels import to_pick
from shipping.policies import may_pick

WORK, TRADE, MONEY, INSIGHT = _("Work"), _("Trade"), _("Money"), _("Insight")

NAVIGATION = (
    NavItem(_("Today"), "home", WORK, SIGNED_IN, icon="home", phone=True),
    NavItem(_("Approvals"), "approvals:inbox", WORK, may_see_approvals, icon="todo", count=waiting_count, phone=True),
    NavItem(_("Sales orders"), "orders:list", WORK, may_see_orders, icon="order"),
    NavItem(_("Stock"), "inventory:list", WORK, may_see_stock, icon="stock"),
    NavItem(_("Shipping"), "shipping:list", WORK, may_pick, icon="truck", count=to_pick, phone=True),
    NavItem(_("Customers"), "customers:list", TRADE, may_see_customers, icon="customer"),
    NavItem(_("Products"), "catalog:list", TRADE, may_see_products, icon="product"),
    NavItem(_("Report"), "reports:live", INSIGHT, may_see_reports, icon="report"),
)
