"""The addresses of the catalog."""

from django.urls import path

from catalog.views import FindProducts, FindUnits, ProductList, ProductPage

app_name = "catalog"

urlpatterns = [
    path("", ProductList.as_view(), name="list"),
    path("products.json", FindProducts.as_view(), name="find"),
    path("units.json", FindUnits.as_view(), name="units"),
    path("<int:pk>/", ProductPage.as_view(), name="product"),
]
