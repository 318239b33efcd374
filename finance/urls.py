"""The addresses of money."""

from django.urls import path

from finance.views.credit import CreditPage
from finance.views.invoice import InvoicePage, InvoicePdf
from finance.views.lists import CreditList, ExportInvoices, InvoiceList, PaymentList, ToBill
from finance.views.override import AskOverride, WithdrawOverride
from finance.views.payment import Allocate, NewPayment, PaymentPage
from finance.views.verbs import Bill, Correct, Issue, Reverse, SetLimit, WithdrawLimit

app_name = "finance"

urlpatterns = [
    path("invoices/", InvoiceList.as_view(), name="list"),
    path("invoices/export/", ExportInvoices.as_view(), name="export"),
    path("invoices/<str:ref>/", InvoicePage.as_view(), name="invoice"),
    path("invoices/<str:ref>/pdf/", InvoicePdf.as_view(), name="pdf"),
    path("invoices/<str:ref>/issue/", Issue.as_view(), name="issue"),
    path("invoices/<str:ref>/correct/", Correct.as_view(), name="correct"),
    path("to-bill/", ToBill.as_view(), name="to_bill"),
    path("orders/<str:ref>/bill/", Bill.as_view(), name="bill"),
    path("orders/<str:ref>/release/", AskOverride.as_view(), name="ask_override"),
    path("orders/<str:ref>/release/withdraw/", WithdrawOverride.as_view(), name="withdraw_override"),
    path("payments/", PaymentList.as_view(), name="payments"),
    path("payments/new/", NewPayment.as_view(), name="new_payment"),
    path("payments/<str:number>/", PaymentPage.as_view(), name="payment"),
    path("payments/<str:number>/match/", Allocate.as_view(), name="allocate"),
    path("payments/<str:number>/reverse/", Reverse.as_view(), name="reverse"),
    path("credit/", CreditList.as_view(), name="credits"),
    path("credit/<int:pk>/", CreditPage.as_view(), name="credit"),
    path("credit/<int:pk>/limit/", SetLimit.as_view(), name="set_limit"),
    path("credit/<int:pk>/limit/withdraw/", WithdrawLimit.as_view(), name="withdraw_limit"),
]
