"""The addresses of the portal: those customers hold, and those that give them out."""

from django.urls import path

from portal.views.claim import AskReturn
from portal.views.delivery import Deliveries, Delivery
from portal.views.entry import EnterOrder, Received
from portal.views.links import MakeLink, RevokeLink

app_name = "portal"

urlpatterns = [
    path("o/<str:token>/", EnterOrder.as_view(), name="order"),
    path("o/<str:token>/received/<int:pk>/", Received.as_view(), name="received"),
    path("o/<str:token>/return/", AskReturn.as_view(), name="return"),
    path("o/<str:token>/deliveries/", Deliveries.as_view(), name="deliveries"),
    path("o/<str:token>/deliveries/<str:number>/", Delivery.as_view(), name="delivery"),
    path("portal/customers/<int:pk>/link/", MakeLink.as_view(), name="make-link"),
    path("portal/links/<int:pk>/revoke/", RevokeLink.as_view(), name="revoke-link"),
]
