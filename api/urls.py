"""The addresses of the API, and of the pages where its keys are made."""

from django.urls import path

from api.views.document import ROOT, Document, Index
from api.views.door import Nothing
from api.views.keys import MakeKey, RevokeKey
from api.views.table import ENDPOINTS

app_name = "api"

BASE = ROOT.lstrip("/")

urlpatterns = [
    path("me/keys/new/", MakeKey.as_view(), name="make-key"),
    path("me/keys/<int:pk>/revoke/", RevokeKey.as_view(), name="revoke-key"),
    path(BASE, Index.as_view(), name="index"),
    path(f"{BASE}openapi.json", Document.as_view(), name="openapi"),
    *(path(f"{BASE}{one.path}", one.view.as_view(), name=one.name) for one in ENDPOINTS),
    path(f"{BASE}<path:rest>", Nothing.as_view(), name="nothing"),
]
