"""Every address of the house: my work and the search at the root, each app below its own name, doors for links."""

from django.contrib import admin
from django.urls import include, path

from approvals.views.outside import Outside
from reports.views.home import Home
from reports.views.search import Search

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("search/", Search.as_view(), name="search"),
    path("", include("core.urls")),
    path("notifications/", include("notifications.urls")),
    path("catalog/", include("catalog.urls")),
    path("customers/", include("customers.urls")),
    path("orders/", include("orders.urls")),
    path("approvals/", include("approvals.urls")),
    path("a/<str:token>/", Outside.as_view(), name="task-link"),
    path("inventory/", include("inventory.urls")),
    path("finance/", include("finance.urls")),
    path("shipping/", include("shipping.urls")),
    path("reports/", include("reports.urls")),
    path("", include("portal.urls")),
    path("", include("api.urls")),
    path("admin/", admin.site.urls),
]

handler403 = "core.views.forbidden.forbidden"
