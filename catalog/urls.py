"""The addresses of the catalog."""

from django.urls import path

from catalog.views.changes import (
    EditPriceChange,
    NewPriceChange,
    PriceChangeList,
    PriceChangePage,
    SubmitPriceChange,
    WithdrawPriceChange,
)
from catalog.views.products import FindProducts, FindUnits, ProductList, ProductPage

app_name = "catalog"

urlpatterns = [
    path("", ProductList.as_view(), name="list"),
    path("products.json", FindProducts.as_view(), name="find"),
    path("units.json", FindUnits.as_view(), name="units"),
    path("prices/", PriceChangeList.as_view(), name="price-changes"),
    path("prices/new/", NewPriceChange.as_view(), name="new-price-change"),
    path("prices/<str:number>/", PriceChangePage.as_view(), name="price-change"),
    path("prices/<str:number>/edit/", EditPriceChange.as_view(), name="edit-price-change"),
    path("prices/<str:number>/submit/", SubmitPriceChange.as_view(), name="submit-price-change"),
    path("prices/<str:number>/withdraw/", WithdrawPriceChange.as_view(), name="withdraw-price-change"),
    path("<int:pk>/", ProductPage.as_view(), name="product"),
]
