"""Addresses of the house itself: signing in and out, my settings, the language, the company's calendar,
and whether it stands."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from core.views import health
from core.views.calendar import CalendarHours, CalendarImport, CalendarRemove, CalendarYear
from core.views.me import Language, Me, MyPin
from core.views.signin import DemoSignIn, SignIn

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-in/demo/", DemoSignIn.as_view(), name="demo_sign_in"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("me/", Me.as_view(), name="me"),
    path("me/pin/", MyPin.as_view(), name="pin"),
    path("language/", Language.as_view(), name="set_language"),
    path("calendar/", CalendarYear.as_view(), name="calendar"),
    path("calendar/remove/", CalendarRemove.as_view(), name="calendar_remove"),
    path("calendar/hours/", CalendarHours.as_view(), name="calendar_hours"),
    path("calendar/import/", CalendarImport.as_view(), name="calendar_import"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
