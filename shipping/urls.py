"""The addresses of shipments and dispatch jobs."""

from django.urls import path

from shipping.views import returns
from shipping.views.batch import ScanBatch
from shipping.views.door import Dispatch, Verify
from shipping.views.finding import Find
from shipping.views.job_verbs import CancelJob, FinishJob, PlanJob, ReplanJob, StartJob
from shipping.views.jobs import JobList, JobPage
from shipping.views.lists import Queue, ShipmentList
from shipping.views.packing import CloseBox, FillBox, Pack, PackPage, PackScan, ReopenBox, TakeOut, Unpack
from shipping.views.papers import Paper
from shipping.views.pick import Pick, ScanHere, UndoScan
from shipping.views.scanner import CommandSheet, ScannerTest, SetUpSheet
from shipping.views.shell import Manifest, ScanStart, Worker
from shipping.views.shipment import DeliveryNote, FetchPhoto, ShipmentPage
from shipping.views.solving import ScansToSolve, SolveScan
from shipping.views.verbs import Cancel, Deliver, Finish, Report, Resume, Settle, Short, Start
from shipping.views.wave import FinishWave, LeaveWave, OpenWave, ScanWave, TakeWaveApart, WavePage

app_name = "shipping"

urlpatterns = [
    path("", Queue.as_view(), name="list"),
    path("shipments/", ShipmentList.as_view(), name="shipments"),
    path("find/", Find.as_view(), name="find"),
    # Below this address live the pages a device keeps, and nothing else: it is the scope of their worker.
    path("scan/", ScanStart.as_view(), name="scan_start"),
    path("scan/worker.js", Worker.as_view(), name="scan_worker"),
    path("scan/app.webmanifest", Manifest.as_view(), name="scan_manifest"),
    path("scan/returns/<str:number>/receive/", returns.Receive.as_view(), name="receive"),
    path("scan/waves/<str:number>/", WavePage.as_view(), name="wave"),
    path("scan/<str:number>/pick/", Pick.as_view(), name="pick"),
    path("scan/<str:number>/pack/", PackPage.as_view(), name="pack"),
    path("scans/", ScansToSolve.as_view(), name="scans"),
    path("scans/batch/", ScanBatch.as_view(), name="scan_batch"),
    path("scans/<int:pk>/solve/", SolveScan.as_view(), name="solve_scan"),
    path("orders/<str:ref>/start/", Start.as_view(), name="start"),
    path("orders/<str:ref>/plan/", PlanJob.as_view(), name="plan_job"),
    path("jobs/", JobList.as_view(), name="jobs"),
    path("jobs/<str:number>/", JobPage.as_view(), name="job"),
    path("jobs/<str:number>/plan/", ReplanJob.as_view(), name="replan_job"),
    path("jobs/<str:number>/start/", StartJob.as_view(), name="start_job"),
    path("jobs/<str:number>/done/", FinishJob.as_view(), name="finish_job"),
    path("jobs/<str:number>/cancel/", CancelJob.as_view(), name="cancel_job"),
    path("returns/", returns.ReturnDesk.as_view(), name="returns"),
    path("returns/<str:number>/scan/", returns.ScanReturn.as_view(), name="scan_return"),
    path("returns/<str:number>/scans/<int:pk>/undo/", returns.UndoReturnScan.as_view(), name="undo_return"),
    path("returns/<str:number>/finish/", returns.FinishReceipt.as_view(), name="finish_receipt"),
    path("returns/<str:number>/inspect/", returns.Inspect.as_view(), name="inspect"),
    path("returns/<str:number>/send-back/", returns.SendBack.as_view(), name="send_back"),
    path("returns/<str:number>/shelve/", returns.Shelve.as_view(), name="shelve"),
    path("waves/", OpenWave.as_view(), name="open_wave"),
    path("waves/<str:number>/scan/", ScanWave.as_view(), name="scan_wave"),
    path("waves/<str:number>/finish/", FinishWave.as_view(), name="finish_wave"),
    path("waves/<str:number>/apart/", TakeWaveApart.as_view(), name="wave_apart"),
    path("scanner/", ScannerTest.as_view(), name="scanner"),
    path("scanner/set-up/", SetUpSheet.as_view(), name="scanner_sheet"),
    path("scanner/commands/", CommandSheet.as_view(), name="command_sheet"),
    path("<str:number>/", ShipmentPage.as_view(), name="shipment"),
    path("<str:number>/note/", DeliveryNote.as_view(), name="note"),
    path("<str:number>/scan/", ScanHere.as_view(), name="scan"),
    path("<str:number>/scans/<int:pk>/undo/", UndoScan.as_view(), name="undo"),
    path("<str:number>/short/<int:line>/", Short.as_view(), name="short"),
    path("<str:number>/leave-wave/", LeaveWave.as_view(), name="leave_wave"),
    path("<str:number>/finish/", Finish.as_view(), name="finish"),
    path("<str:number>/resume/", Resume.as_view(), name="resume"),
    path("<str:number>/pack/scan/", PackScan.as_view(), name="pack_scan"),
    path("<str:number>/pack/rest/", FillBox.as_view(), name="pack_rest"),
    path("<str:number>/pack/out/", TakeOut.as_view(), name="pack_out"),
    path("<str:number>/pack/close/", CloseBox.as_view(), name="pack_close"),
    path("<str:number>/pack/again/", ReopenBox.as_view(), name="pack_again"),
    path("<str:number>/packed/", Pack.as_view(), name="packed"),
    path("<str:number>/unpack/", Unpack.as_view(), name="unpack"),
    path("<str:number>/papers/<str:paper>/", Paper.as_view(), name="paper"),
    path("<str:number>/verify/", Verify.as_view(), name="verify"),
    path("<str:number>/dispatch/", Dispatch.as_view(), name="dispatch"),
    path("<str:number>/deliver/", Deliver.as_view(), name="deliver"),
    path("<str:number>/photo/", FetchPhoto.as_view(), name="photo"),
    path("<str:number>/trouble/", Report.as_view(), name="trouble"),
    path("<str:number>/settle/", Settle.as_view(), name="settle"),
    path("<str:number>/cancel/", Cancel.as_view(), name="cancel"),
]
