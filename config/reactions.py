"""Which function answers which event: the whole wiring of the house on one page.

`with_order` runs in the move's own transaction, in the order written here;
`after_commit` leaves the database, each under a key that never changes.
"""

from core.bus import Answers
from core.events import ApprovalAsked, ApprovalDecided, RecordEdited
from customers import events as customer
from inventory import events as stock
from inventory import reactions as inventory
from orders import events as order
from orders import reactions as orders

REACTIONS = {
    # --- asked and decided ---------------------------------------------------------------
    ApprovalAsked: Answers(),
    ApprovalDecided: Answers(with_order=(orders.take_decision,)),
    RecordEdited: Answers(),
    # --- customers -----------------------------------------------------------------------
    customer.CustomerCreated: Answers(),
    customer.PhoneShown: Answers(),
    # --- the order -----------------------------------------------------------------------
    order.OrderDrafted: Answers(),
    order.DraftSaved: Answers(),
    order.OrderSubmitted: Answers(),
    order.OrderRecalled: Answers(),
    order.OrderApproved: Answers(with_order=(orders.confirm_by_itself,)),
    order.OrderReturned: Answers(),
    order.OrderRejected: Answers(),
    order.ConfirmationWaits: Answers(),
    order.OrderConfirmed: Answers(with_order=(inventory.reserve,)),
    order.OrderCancelled: Answers(with_order=(inventory.release,)),
    order.OrderShortClosed: Answers(with_order=(inventory.release,)),
    order.OrderShipped: Answers(),
    order.OrderAccepted: Answers(),
    order.OrderCompleted: Answers(),
    order.OrderReopened: Answers(),
    order.OrderHandedOver: Answers(),
    order.PromiseMade: Answers(),
    order.CommentWritten: Answers(),
    order.OrderShared: Answers(),
    order.ImportAsked: Answers(),
    order.OrdersImported: Answers(),
    order.ImportUndone: Answers(),
    # --- stock ---------------------------------------------------------------------------
    stock.GoodsReserved: Answers(),
    stock.ShortageFound: Answers(),
    stock.GoodsReleased: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.ReservationLost: Answers(),
    stock.WaitingServed: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.StockArrived: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.StockCounted: Answers(),
}
