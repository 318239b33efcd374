"""Addresses of approvals."""

from django.urls import path

from approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("together/", views.ApproveMany.as_view(), name="approve-many"),
    path("copies/read/", views.ReadCopies.as_view(), name="read-copies"),
    path("cover/", views.Cover.as_view(), name="cover"),
    path("cover/map/", views.CoverMapPage.as_view(), name="cover-map"),
    path("cover/new/", views.NewDelegation.as_view(), name="new-cover"),
    path("cover/<int:pk>/end/", views.EndDelegation.as_view(), name="end-cover"),
    path("<int:pk>/", views.TaskPage.as_view(), name="task"),
    path("<int:pk>/approve/", views.Approve.as_view(), name="approve"),
    path("<int:pk>/return/", views.SendBack.as_view(), name="return"),
    path("<int:pk>/return-to-step/", views.ReturnToStep.as_view(), name="return-to-step"),
    path("<int:pk>/reject/", views.Reject.as_view(), name="reject"),
    path("<int:pk>/transfer/", views.Transfer.as_view(), name="transfer"),
    path("<int:pk>/add-signer/", views.AddSigner.as_view(), name="add-signer"),
    path("<int:pk>/take-back/", views.TakeBack.as_view(), name="take-back"),
    path("request/<int:pk>/comment/", views.Comment.as_view(), name="comment"),
    path("request/<int:pk>/urge/", views.Urge.as_view(), name="urge"),
]
