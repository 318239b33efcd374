"""The addresses of stock."""

from django.urls import path

from inventory.views.booking import Count, Receive, Reserve
from inventory.views.counts import BookCount, CancelCount, Counts, CountSheetPage, OpenCount, PrintSheet, ScanCount
from inventory.views.moving import Adjust, Rule, Transfer
from inventory.views.scarcity import ScarceBoard, ScarceList, Withdraw
from inventory.views.stock import Products, StockList, StockPage
from inventory.views.tracing import LotPage, SerialPage

app_name = "inventory"

urlpatterns = [
    path("", StockList.as_view(), name="list"),
    path("receive/", Receive.as_view(), name="receive"),
    path("products.json", Products.as_view(), name="products"),
    path("<int:pk>/", StockPage.as_view(), name="item"),
    path("<int:pk>/count/", Count.as_view(), name="count"),
    path("<int:pk>/transfer/", Transfer.as_view(), name="transfer"),
    path("<int:pk>/adjust/", Adjust.as_view(), name="adjust"),
    path("<int:pk>/rule/", Rule.as_view(), name="rule"),
    path("scarcity/", ScarceList.as_view(), name="scarcity"),
    path("scarcity/<int:pk>/", ScarceBoard.as_view(), name="scarce-product"),
    path("proposals/<int:pk>/withdraw/", Withdraw.as_view(), name="withdraw-reallocation"),
    path("counts/", Counts.as_view(), name="counts"),
    path("counts/new/", OpenCount.as_view(), name="open-count"),
    path("counts/<str:number>/", CountSheetPage.as_view(), name="count-sheet"),
    path("counts/<str:number>/scan/", ScanCount.as_view(), name="count-scan"),
    path("counts/<str:number>/book/", BookCount.as_view(), name="count-book"),
    path("counts/<str:number>/cancel/", CancelCount.as_view(), name="count-cancel"),
    path("counts/<str:number>/print/", PrintSheet.as_view(), name="count-print"),
    path("lots/<int:pk>/", LotPage.as_view(), name="lot"),
    path("serials/<int:pk>/", SerialPage.as_view(), name="serial"),
    path("orders/<str:ref>/reserve/", Reserve.as_view(), name="reserve"),
]
