"""The addresses of orders."""

from django.urls import path

from orders.views.detail import OrderPage
from orders.views.drafts import Autosave, Paste
from orders.views.entry import CheckOrder, EditOrder, NewOrder
from orders.views.imports import ImportErrors, ImportPage, Imports, StartImport, UndoImport
from orders.views.list import DropView, ExportOrders, OrderList, SaveView
from orders.views.sources import Products
from orders.views.verbs import (
    Again,
    Cancel,
    Comment,
    Confirm,
    Copy,
    HandOver,
    Recall,
    SaveTemplate,
    Share,
    ShortClose,
    Submit,
)

app_name = "orders"

VERBS = {
    "submit": Submit,
    "recall": Recall,
    "confirm": Confirm,
    "cancel": Cancel,
    "short-close": ShortClose,
    "copy": Copy,
    "save-template": SaveTemplate,
    "hand-over": HandOver,
    "share": Share,
    "comment": Comment,
}

urlpatterns = [
    path("", OrderList.as_view(), name="list"),
    path("new/", NewOrder.as_view(), name="new"),
    path("check/", CheckOrder.as_view(), name="check"),
    path("autosave/", Autosave.as_view(), name="autosave"),
    path("paste/", Paste.as_view(), name="paste"),
    path("export/", ExportOrders.as_view(), name="export"),
    path("products.json", Products.as_view(), name="products"),
    path("views/", SaveView.as_view(), name="save_view"),
    path("views/<int:pk>/drop/", DropView.as_view(), name="drop_view"),
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<int:pk>/", ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/errors.csv", ImportErrors.as_view(), name="import_errors"),
    path("imports/<int:pk>/start/", StartImport.as_view(), name="start_import"),
    path("imports/<int:pk>/undo/", UndoImport.as_view(), name="undo_import"),
    path("<str:ref>/", OrderPage.as_view(), name="order"),
    path("<str:ref>/again/", Again.as_view(), name="again"),
    path("<str:ref>/edit/", EditOrder.as_view(), name="edit"),
    *[path(f"<str:ref>/{verb}/", view.as_view(), name=verb) for verb, view in VERBS.items()],
]
