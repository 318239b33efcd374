"""What is typed when goods arrive, move, are written off or counted."""

from inventory.forms.counting import CountForm, FiguresForm, OpenCountForm, ReasonForm
from inventory.forms.moving import AdjustForm, RuleForm, TransferForm
from inventory.forms.receiving import ReceiveForm
from inventory.forms.sharing import SharesForm

__all__ = [
    "AdjustForm",
    "CountForm",
    "FiguresForm",
    "OpenCountForm",
    "ReasonForm",
    "ReceiveForm",
    "RuleForm",
    "SharesForm",
    "TransferForm",
]
