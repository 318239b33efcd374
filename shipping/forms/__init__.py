"""What people and devices send in."""

from shipping.forms.jobs import JobForm, MomentField, WorkDoneForm
from shipping.forms.leaving import DeliveryForm, DispatchForm, DoorForm, ReasonForm, SettleForm, TroubleForm
from shipping.forms.returns import InspectForm, ReceiptForm, SendBackForm
from shipping.forms.scans import BoxForm, ScanForm, SolutionForm, WaveEndForm

__all__ = [
    "BoxForm",
    "DeliveryForm",
    "DispatchForm",
    "DoorForm",
    "InspectForm",
    "JobForm",
    "MomentField",
    "ReasonForm",
    "ReceiptForm",
    "ScanForm",
    "SendBackForm",
    "SettleForm",
    "SolutionForm",
    "TroubleForm",
    "WaveEndForm",
    "WorkDoneForm",
]
