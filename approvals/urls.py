"""Addresses of approvals."""

from django.urls import path

from approvals.views import Approve, Inbox, Reject, SendBack, TaskPage

app_name = "approvals"
urlpatterns = [
    path("", Inbox.as_view(), name="inbox"),
    path("<int:pk>/", TaskPage.as_view(), name="task"),
    path("<int:pk>/approve/", Approve.as_view(), name="approve"),
    path("<int:pk>/return/", SendBack.as_view(), name="return"),
    path("<int:pk>/reject/", Reject.as_view(), name="reject"),
]
