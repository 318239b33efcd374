"""Addresses of approvals."""

from django.urls import path

from approvals import views
from approvals.views import policies, rehearsing, sentences
from approvals.views.trail import TrailPdf

app_name = "approvals"
urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("together/", views.ApproveMany.as_view(), name="approve-many"),
    path("copies/read/", views.ReadCopies.as_view(), name="read-copies"),
    path("cover/", views.Cover.as_view(), name="cover"),
    path("cover/map/", views.CoverMapPage.as_view(), name="cover-map"),
    path("cover/new/", views.NewDelegation.as_view(), name="new-cover"),
    path("cover/<int:pk>/end/", views.EndDelegation.as_view(), name="end-cover"),
    path("links/shut/", views.ShutLinks.as_view(), name="shut-links"),
    path("trail/<str:ref>/", TrailPdf.as_view(), name="trail"),
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
    path("rules/", policies.Policies.as_view(), name="policies"),
    path("rules/<int:pk>/", policies.PolicyPage.as_view(), name="policy"),
    path("rules/<int:pk>/compare/", policies.ComparePolicies.as_view(), name="policy_compare"),
    path("rules/<int:pk>/copy/", policies.CopyPolicy.as_view(), name="policy_copy"),
    path("rules/<int:pk>/try/", policies.TryPolicy.as_view(), name="policy_try"),
    path("rules/<int:pk>/end-trial/", policies.EndTrial.as_view(), name="policy_end_trial"),
    path("rules/<int:pk>/call-back/", policies.CallBack.as_view(), name="policy_call_back"),
    path("rules/<int:pk>/publish/", policies.PublishPolicy.as_view(), name="policy_publish"),
    path("rules/<int:pk>/order/", sentences.OrderSentences.as_view(), name="sentence_order"),
    path("rules/<int:pk>/add/", sentences.AddSentence.as_view(), name="sentence_add"),
    path("rules/<int:pk>/<int:rule>/", sentences.EditSentence.as_view(), name="sentence"),
    path("rules/<int:pk>/<int:rule>/move/", sentences.MoveSentence.as_view(), name="sentence_move"),
    path("rules/<int:pk>/<int:rule>/duplicate/", sentences.DuplicateSentence.as_view(), name="sentence_duplicate"),
    path("rules/<int:pk>/<int:rule>/remove/", sentences.RemoveSentence.as_view(), name="sentence_remove"),
    path("rules/<int:pk>/try-out/", rehearsing.TryOut.as_view(), name="policy_try_out"),
    path("rules/<int:pk>/trial/", rehearsing.Trial.as_view(), name="policy_trial"),
    path("rules/<int:pk>/rehearse/", rehearsing.Rehearse.as_view(), name="policy_rehearse"),
    path("rules/<int:pk>/rehearsals/<int:rehearsal>/", rehearsing.RehearsalPage.as_view(), name="rehearsal"),
]
