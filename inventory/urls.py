"""The addresses of stock."""

from django.urls import path

from inventory.views.booking import Count, Receive, Reserve
from inventory.views.stock import Products, StockList, StockPage

app_name = "inventory"

urlpatterns = [
    path("", StockList.as_view(), name="list"),
    path("receive/", Receive.as_view(), name="receive"),
    path("products.json", Products.as_view(), name="products"),
    path("<int:pk>/", StockPage.as_view(), name="item"),
    path("<int:pk>/count/", Count.as_view(), name="count"),
    path("orders/<str:ref>/reserve/", Reserve.as_view(), name="reserve"),
]
