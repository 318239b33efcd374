"""The addresses of orders."""

from django.urls import path

from orders.views import cases, contracts, quotations, requirements, returns
from orders.views.changes import (
    ApplyChange,
    ChangePage,
    CheckChange,
    RebaseChange,
    SubmitChange,
    WithdrawChange,
    WriteChange,
    WriteToCustomer,
)
from orders.views.detail import OrderPage
from orders.views.drafts import Autosave, Paste
from orders.views.entry import CheckOrder, EditOrder, NewOrder
from orders.views.imports import ImportErrors, ImportPage, Imports, StartImport, UndoImport
from orders.views.letters import SendLetter
from orders.views.list import DropView, ExportOrders, OrderList, SaveView
from orders.views.sources import Products
from orders.views.verbs import (
    Again,
    Cancel,
    Comment,
    Confirm,
    Copy,
    HandOver,
    Hold,
    LiftHold,
    Recall,
    SaveTemplate,
    Share,
    ShortClose,
    Split,
    Submit,
    Supplement,
)
from orders.views.versions import Versions

app_name = "orders"

VERBS = {
    "submit": Submit,
    "recall": Recall,
    "confirm": Confirm,
    "cancel": Cancel,
    "short-close": ShortClose,
    "copy": Copy,
    "split": Split,
    "supplement": Supplement,
    "hold": Hold,
    "save-template": SaveTemplate,
    "hand-over": HandOver,
    "share": Share,
    "comment": Comment,
}

QUOTE_VERBS = {
    "submit": quotations.SubmitQuotation,
    "recall": quotations.RecallQuotation,
    "send": quotations.SendQuotation,
    "accept": quotations.AcceptQuotation,
    "decline": quotations.DeclineQuotation,
    "withdraw": quotations.WithdrawQuotation,
}

CHANGE_VERBS = {
    "submit": SubmitChange,
    "withdraw": WithdrawChange,
    "rebase": RebaseChange,
    "apply": ApplyChange,
    "write": WriteToCustomer,
}

urlpatterns = [
    path("", OrderList.as_view(), name="list"),
    path("new/", NewOrder.as_view(), name="new"),
    path("check/", CheckOrder.as_view(), name="check"),
    path("autosave/", Autosave.as_view(), name="autosave"),
    path("paste/", Paste.as_view(), name="paste"),
    path("export/", ExportOrders.as_view(), name="export"),
    path("products.json", Products.as_view(), name="products"),
    path("views/", SaveView.as_view(), name="save_view"),
    path("views/<int:pk>/drop/", DropView.as_view(), name="drop_view"),
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<int:pk>/", ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/errors.csv", ImportErrors.as_view(), name="import_errors"),
    path("imports/<int:pk>/start/", StartImport.as_view(), name="start_import"),
    path("imports/<int:pk>/undo/", UndoImport.as_view(), name="undo_import"),
    path("contracts/", contracts.ContractList.as_view(), name="contracts"),
    path("contracts/new/", contracts.NewContract.as_view(), name="contract-new"),
    path("contracts/<str:number>/", contracts.ContractPage.as_view(), name="contract"),
    path("contracts/<str:number>/edit/", contracts.EditContract.as_view(), name="contract-edit"),
    path("contracts/<str:number>/activate/", contracts.Activate.as_view(), name="contract-activate"),
    path("contracts/<str:number>/end/", contracts.End.as_view(), name="contract-end"),
    path("contracts/<str:number>/close/", contracts.Close.as_view(), name="contract-close"),
    path("contracts/<str:number>/documents/", contracts.AddDocument.as_view(), name="contract-add-document"),
    path("contracts/<str:number>/documents/<int:pk>/", contracts.FetchDocument.as_view(), name="contract-document"),
    path("quotations/", quotations.QuotationList.as_view(), name="quotations"),
    path("quotations/new/", quotations.NewQuotation.as_view(), name="quotation-new"),
    path("quotations/check/", quotations.CheckQuotation.as_view(), name="quotation-check"),
    path("quotations/<str:number>/", quotations.QuotationPage.as_view(), name="quotation"),
    path("quotations/<str:number>/edit/", quotations.EditQuotation.as_view(), name="quotation-edit"),
    path("quotations/<str:number>/pdf/", quotations.QuotationPdf.as_view(), name="quotation-pdf"),
    *[
        path(f"quotations/<str:number>/{verb}/", view.as_view(), name=f"quotation-{verb}")
        for verb, view in QUOTE_VERBS.items()
    ],
    path("requirements/", requirements.RequirementList.as_view(), name="requirements"),
    path("requirements/new/", requirements.NewRequirement.as_view(), name="requirement-new"),
    path("requirements/<str:number>/", requirements.RequirementPage.as_view(), name="requirement"),
    path("requirements/<str:number>/edit/", requirements.EditRequirement.as_view(), name="requirement-edit"),
    path("requirements/<str:number>/confirm/", requirements.ConfirmRequirement.as_view(), name="requirement-confirm"),
    path("requirements/<str:number>/quote/", requirements.QuoteRequirement.as_view(), name="requirement-quote"),
    path("requirements/<str:number>/drop/", requirements.DropRequirement.as_view(), name="requirement-drop"),
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("cases/new/", cases.NewCase.as_view(), name="case-new"),
    path("cases/<str:number>/", cases.CasePage.as_view(), name="case"),
    path("cases/<str:number>/answer/", cases.AnswerCase.as_view(), name="case-answer"),
    path("cases/<str:number>/close/", cases.CloseCase.as_view(), name="case-close"),
    path("cases/<str:number>/reopen/", cases.ReopenCase.as_view(), name="case-reopen"),
    path("cases/<str:number>/hand/", cases.HandCase.as_view(), name="case-hand"),
    path("returns/", returns.ReturnList.as_view(), name="returns"),
    path("returns/find/", returns.FindReturnable.as_view(), name="return-find"),
    path("returns/<str:number>/", returns.ReturnPage.as_view(), name="return"),
    path("returns/<str:number>/resolve/", returns.ResolveReturn.as_view(), name="return-resolve"),
    path("returns/<str:number>/withdraw/", returns.WithdrawReturn.as_view(), name="return-withdraw"),
    path("returns/<str:number>/photos/", returns.AddPhoto.as_view(), name="return-add-photo"),
    path("returns/<str:number>/photos/<int:pk>/", returns.FetchPhoto.as_view(), name="return-photo"),
    path("<str:ref>/", OrderPage.as_view(), name="order"),
    path("<str:ref>/returns/new/", returns.NewReturn.as_view(), name="return-new"),
    path("<str:ref>/returns/check/", returns.CheckReturn.as_view(), name="return-check"),
    path("<str:ref>/again/", Again.as_view(), name="again"),
    path("<str:ref>/edit/", EditOrder.as_view(), name="edit"),
    path("<str:ref>/holds/<int:pk>/lift/", LiftHold.as_view(), name="lift_hold"),
    path("<str:ref>/letters/<int:pk>/send/", SendLetter.as_view(), name="send_letter"),
    path("<str:ref>/versions/", Versions.as_view(), name="versions"),
    path("<str:ref>/change/", WriteChange.as_view(), name="change"),
    path("<str:ref>/change/check/", CheckChange.as_view(), name="check_change"),
    path("<str:ref>/changes/<int:pk>/", ChangePage.as_view(), name="change_page"),
    *[
        path(f"<str:ref>/changes/<int:pk>/{verb}/", view.as_view(), name=f"{verb}_change")
        for verb, view in CHANGE_VERBS.items()
    ],
    *[path(f"<str:ref>/{verb}/", view.as_view(), name=verb) for verb, view in VERBS.items()],
]
