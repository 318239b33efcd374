"""The house's own addresses, and the empty page with one query that every page is measured against."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as house


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the frame of every request and one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("<!doctype html><title>empty</title>")


urlpatterns = [path("bench/empty/", empty), *house]
