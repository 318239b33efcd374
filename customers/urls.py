"""The addresses of customers."""

from django.urls import path

from customers.views.detail import CustomerPage, ShowPhone
from customers.views.list import CustomerList, FindCustomers
from customers.views.writing import EditAddress, EditContact, EditCustomer, NewAddress, NewContact, NewCustomer

app_name = "customers"

urlpatterns = [
    path("", CustomerList.as_view(), name="list"),
    path("new/", NewCustomer.as_view(), name="new"),
    path("customers.json", FindCustomers.as_view(), name="find"),
    path("<int:pk>/", CustomerPage.as_view(), name="customer"),
    path("<int:pk>/edit/", EditCustomer.as_view(), name="edit"),
    path("<int:pk>/contacts/new/", NewContact.as_view(), name="new_contact"),
    path("<int:pk>/contacts/<int:contact>/", EditContact.as_view(), name="edit_contact"),
    path("<int:pk>/contacts/<int:contact>/phone/", ShowPhone.as_view(), name="show_phone"),
    path("<int:pk>/addresses/new/", NewAddress.as_view(), name="new_address"),
    path("<int:pk>/addresses/<int:address>/", EditAddress.as_view(), name="edit_address"),
]
