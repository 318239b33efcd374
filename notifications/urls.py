"""Addresses of the notifications page."""

from django.urls import path

from notifications.views.inbox import MarkAllRead, MessageList, OpenMessage
from notifications.views.settings import Settings

app_name = "notifications"
urlpatterns = [
    path("", MessageList.as_view(), name="list"),
    path("settings/", Settings.as_view(), name="settings"),
    path("read/", MarkAllRead.as_view(), name="read_all"),
    path("<int:pk>/open/", OpenMessage.as_view(), name="open"),
]
