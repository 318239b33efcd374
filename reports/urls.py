"""Addresses of the reports."""

from django.urls import path

from reports.views.live import FigureOrders, LiveReport, StageOrders
from reports.views.quality import OrderQuality

app_name = "reports"
urlpatterns = [
    path("", LiveReport.as_view(), name="live"),
    path("quality/", OrderQuality.as_view(), name="quality"),
    path("figures/<slug:key>/", FigureOrders.as_view(), name="figure"),
    path("stages/<slug:stage>/", StageOrders.as_view(), name="stage"),
]
