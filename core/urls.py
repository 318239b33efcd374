"""Addresses of the house itself: signing in and out, my settings, the language, and whether it stands."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from core.views import health
from core.views.me import Language, Me
from core.views.signin import DemoSignIn, SignIn

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-in/demo/", DemoSignIn.as_view(), name="demo_sign_in"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("me/", Me.as_view(), name="me"),
    path("language/", Language.as_view(), name="set_language"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
