"""Addresses of the reports."""

from django.urls import path

from reports.views.accuracy import Accuracy, AccuracyRows
from reports.views.after_sales import AfterSalesDocuments, AfterSalesReport
from reports.views.approvals import Answers, ApprovalFigures, LoopOrders
from reports.views.compliance import Compliance, ComplianceFile
from reports.views.hand_over import HandOver
from reports.views.live import FigureOrders, LiveReport, StageOrders
from reports.views.lost import LostOrders
from reports.views.quality import OrderQuality, QualityOrders
from reports.views.trace import RecallFile, Trace
from reports.views.turnover import Turnover

app_name = "reports"
urlpatterns = [
    path("", LiveReport.as_view(), name="live"),
    path("quality/", OrderQuality.as_view(), name="quality"),
    path("quality/<slug:by>/", QualityOrders.as_view(), name="quality-orders"),
    path("accuracy/", Accuracy.as_view(), name="accuracy"),
    path("accuracy/<slug:what>/", AccuracyRows.as_view(), name="accuracy-rows"),
    path("approvals/", ApprovalFigures.as_view(), name="approvals"),
    path("approvals/answers/<slug:by>/", Answers.as_view(), name="approval-answers"),
    path("approvals/orders/<slug:key>/", LoopOrders.as_view(), name="approval-orders"),
    path("compliance/", Compliance.as_view(), name="compliance"),
    path("compliance/file/", ComplianceFile.as_view(), name="compliance-file"),
    path("hand-over/", HandOver.as_view(), name="hand-over"),
    path("turnover/", Turnover.as_view(), name="turnover"),
    path("after-sales/", AfterSalesReport.as_view(), name="after-sales"),
    path("after-sales/<slug:by>/<str:key>/", AfterSalesDocuments.as_view(), name="after-sales-documents"),
    path("trace/", Trace.as_view(), name="trace"),
    path("trace/recall/<int:pk>/", RecallFile.as_view(), name="recall-file"),
    path("lost/", LostOrders.as_view(), name="lost"),
    path("figures/<slug:key>/", FigureOrders.as_view(), name="figure"),
    path("stages/<slug:stage>/", StageOrders.as_view(), name="stage"),
]
