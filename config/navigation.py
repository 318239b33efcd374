"""The menu, each item with its policy."""

from django.utils.translation import gettext_lazy as _

from approvals.panels import waiting_count
from approvals.policies import may_look as may_see_approvals
from approvals.policies import may_publish
from catalog.policies import may_see as may_see_products
from catalog.policies import may_see_changes as may_see_price_changes
from core.access import SIGNED_IN
from core.navigation import NavItem
from customers.policies import may_see as may_see_customers
from finance import policies as finance
from finance.panels import to_issue
from inventory.policies import may_see as may_see_stock
from inventory.policies import may_see_scarcity
from orders.policies import (
    may_import,
    may_see_cases,
    may_see_contracts,
    may_see_quotes,
    may_see_requirements,
    may_see_returns,
)
from orders.policies import may_see as may_see_orders
from reports.policies import (
    may_hand_over_work,
    may_see_accuracy,
    may_see_approval_figures,
    may_see_compliance,
    may_see_reports,
    may_trace,
)
from shipping.panels import jobs_waiting, returns_waiting, to_pick
from shipping.policies import may_pick, may_receive, may_see_jobs, may_solve

WORK, TRADE, MONEY, INSIGHT, SETTINGS = _("Work"), _("Trade"), _("Money"), _("Insight"), _("Settings")

NAVIGATION = (
    NavItem(_("Today"), "home", WORK, SIGNED_IN, icon="home", phone=True),
    NavItem(_("Approvals"), "approvals:inbox", WORK, may_see_approvals, icon="todo", count=waiting_count, phone=True),
    NavItem(_("Sales orders"), "orders:list", WORK, may_see_orders, icon="order"),
    NavItem(_("Stock"), "inventory:list", WORK, may_see_stock, icon="stock"),
    NavItem(_("Scarce goods"), "inventory:scarcity", WORK, may_see_scarcity, under="inventory:list"),
    NavItem(_("Scans to solve"), "shipping:scans", WORK, may_solve, under="inventory:list"),
    NavItem(_("Shipping"), "shipping:list", WORK, may_pick, icon="truck", count=to_pick, phone=True),
    NavItem(_("Returned goods"), "shipping:returns", WORK, may_receive, icon="return", count=returns_waiting),
    NavItem(_("Dispatch"), "shipping:jobs", WORK, may_see_jobs, icon="team", count=jobs_waiting, phone=True),
    NavItem(_("Requirements"), "orders:requirements", TRADE, may_see_requirements, icon="comment"),
    NavItem(_("Quotations"), "orders:quotations", TRADE, may_see_quotes, icon="quote"),
    NavItem(_("Contracts"), "orders:contracts", TRADE, may_see_contracts, icon="contract"),
    NavItem(_("Returns"), "orders:returns", TRADE, may_see_returns, icon="return"),
    NavItem(_("After-sales cases"), "orders:cases", TRADE, may_see_cases, icon="case"),
    NavItem(_("Customers"), "customers:list", TRADE, may_see_customers, icon="customer"),
    NavItem(_("Products"), "catalog:list", TRADE, may_see_products, icon="product"),
    NavItem(_("Price changes"), "catalog:price-changes", TRADE, may_see_price_changes, under="catalog:list"),
    NavItem(_("Imports"), "orders:imports", TRADE, may_import, icon="import"),
    NavItem(_("Invoices"), "finance:list", MONEY, finance.may_see_invoices, icon="invoice", count=to_issue),
    NavItem(_("To bill"), "finance:to_bill", MONEY, finance.may_draft, icon="paper"),
    NavItem(_("Receipts"), "finance:payments", MONEY, finance.may_see_payments, icon="payment"),
    NavItem(_("Credit"), "finance:credits", MONEY, finance.may_see_credit, icon="ledger"),
    NavItem(_("Report"), "reports:live", INSIGHT, may_see_reports, icon="report"),
    NavItem(_("Order quality"), "reports:quality", INSIGHT, may_see_reports, under="reports:live"),
    NavItem(_("Lost orders"), "reports:lost", INSIGHT, may_see_reports, under="reports:live"),
    NavItem(_("Approval figures"), "reports:approvals", INSIGHT, may_see_approval_figures, under="reports:live"),
    NavItem(_("Compliance"), "reports:compliance", INSIGHT, may_see_compliance, under="reports:live"),
    NavItem(_("Slow stock"), "reports:turnover", INSIGHT, may_see_stock, under="reports:live"),
    NavItem(_("Trace"), "reports:trace", INSIGHT, may_trace, under="reports:live"),
    NavItem(_("Picking accuracy"), "reports:accuracy", INSIGHT, may_see_accuracy, under="reports:live"),
    NavItem(_("After-sales"), "reports:after-sales", INSIGHT, may_see_reports, under="reports:live"),
    NavItem(_("Hand-over"), "reports:hand-over", SETTINGS, may_hand_over_work, icon="team"),
    NavItem(_("Approval rules"), "approvals:policies", SETTINGS, may_publish, icon="rule"),
)
