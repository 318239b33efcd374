"""Which function answers which event: the whole wiring of the house on one page.

`with_order` runs in the move's own transaction, in the order written here;
`after_commit` leaves the database, each under a key that never changes.
"""

from api import events as api
from approvals import events as approval
from approvals import reactions as approvals
from catalog import events as price
from catalog import reactions as catalog
from core.bus import Answers
from core.events import ApprovalAsked, ApprovalDecided, ApprovalWithdrawn, RecordEdited
from customers import events as customer
from finance import events as money
from finance import reactions as finance
from inventory import events as stock
from inventory import reactions as inventory
from orders import events as order
from orders import reactions as orders
from portal import events as portal_events
from portal import reactions as portal
from reports import events as report
from reports import reactions as reports
from shipping import events as shipment
from shipping import reactions as shipping

REACTIONS = {
    # --- asked and decided ---------------------------------------------------------------
    ApprovalAsked: Answers(with_order=(approvals.ask, approvals.watch)),
    ApprovalDecided: Answers(
        with_order=(
            orders.take_decision,
            orders.take_quote_decision,
            orders.take_return_decision,
            finance.take_credit_decision,
            catalog.take_price_decision,
            inventory.take_reallocation_decision,
        )
    ),
    ApprovalWithdrawn: Answers(with_order=(approvals.ask_no_more,)),
    RecordEdited: Answers(),
    # --- prices --------------------------------------------------------------------------
    price.PriceChangeWritten: Answers(),
    price.PriceChangeSubmitted: Answers(),
    price.PricesChanged: Answers(after_commit={"catalog.tell_prices_changed": catalog.tell_prices_changed}),
    price.PriceChangeRefused: Answers(after_commit={"catalog.tell_prices_refused": catalog.tell_prices_refused}),
    price.PriceChangeWithdrawn: Answers(),
    # --- customers -----------------------------------------------------------------------
    customer.CustomerCreated: Answers(with_order=(finance.open_credit,)),
    customer.PhoneShown: Answers(),
    customer.PartsLearned: Answers(),
    # --- the order -----------------------------------------------------------------------
    order.OrderDrafted: Answers(),
    order.DraftSaved: Answers(),
    order.OrderSubmitted: Answers(),
    order.OrderRecalled: Answers(with_order=(approvals.take_back,)),
    order.OrderApproved: Answers(with_order=(orders.confirm_by_itself, inventory.reserve_early)),
    order.OrderReturned: Answers(after_commit={"orders.tell_returned": orders.tell_returned}),
    order.OrderRejected: Answers(after_commit={"orders.tell_rejected": orders.tell_rejected}),
    order.ConfirmationWaits: Answers(after_commit={"orders.tell_waiting": orders.tell_waiting}),
    order.OrderConfirmed: Answers(
        with_order=(finance.commit_credit, inventory.reserve),
        after_commit={"orders.confirmation_letter": orders.send_confirmation},
    ),
    order.OrderCancelled: Answers(
        with_order=(
            approvals.void,
            orders.end_changes,
            finance.let_credit_go,
            finance.end_override,
            inventory.release,
            shipping.let_go,
            shipping.call_back,
        ),
        after_commit={"orders.cancellation_letter": orders.send_cancellation},
    ),
    order.OrderShortClosed: Answers(
        with_order=(orders.end_changes, finance.cut_credit, inventory.release, shipping.let_go, shipping.call_back)
    ),
    order.OrderShipped: Answers(with_order=(finance.draft_invoice,)),
    order.OrderAccepted: Answers(with_order=(shipping.name_holder,)),
    order.OrderCompleted: Answers(),
    order.OrderReopened: Answers(),
    order.OrderHandedOver: Answers(
        with_order=(approvals.keep_owner_out,), after_commit={"orders.tell_new_owner": orders.tell_new_owner}
    ),
    order.OrderSplit: Answers(),
    order.OrderSupplemented: Answers(),
    order.HoldPlaced: Answers(),
    order.HoldLifted: Answers(with_order=(orders.go_on,)),
    order.LetterSentAgain: Answers(),
    order.PromiseMade: Answers(),
    order.CommentWritten: Answers(after_commit={"orders.tell_mentioned": orders.tell_mentioned}),
    order.OrderShared: Answers(after_commit={"orders.tell_shared": orders.tell_shared}),
    order.ImportAsked: Answers(after_commit={"orders.run_import": orders.run_import}),
    order.OrdersImported: Answers(),
    order.ImportUndone: Answers(),
    # --- what comes before the order ------------------------------------------------------
    order.ContractWritten: Answers(),
    order.ContractActivated: Answers(),
    order.ContractFinished: Answers(),
    order.ContractDocumentAdded: Answers(),
    order.RequirementWritten: Answers(),
    order.RequirementConfirmed: Answers(),
    order.RequirementQuoted: Answers(),
    order.RequirementDropped: Answers(),
    order.QuotationWritten: Answers(),
    order.QuotationSubmitted: Answers(),
    order.QuotationRecalled: Answers(with_order=(approvals.take_quote_back,)),
    order.QuotationApproved: Answers(),
    order.QuotationReturned: Answers(after_commit={"orders.tell_quote_returned": orders.tell_quote_returned}),
    order.QuotationSent: Answers(after_commit={"orders.mail_quotation": orders.mail_quote}),
    order.QuotationAccepted: Answers(),
    order.QuotationClosed: Answers(),
    # --- changes of an order ------------------------------------------------------------
    order.ChangeBegun: Answers(),
    order.ChangeSaved: Answers(),
    order.ChangeSubmitted: Answers(),
    order.ChangeApproved: Answers(with_order=(orders.apply_by_itself,)),
    order.ChangeReturned: Answers(after_commit={"orders.tell_change_back": orders.tell_change_back}),
    order.ChangeRejected: Answers(
        with_order=(orders.go_on,), after_commit={"orders.tell_change_back": orders.tell_change_back}
    ),
    order.ChangeWaits: Answers(after_commit={"orders.tell_change_waits": orders.tell_change_waits}),
    order.ChangeOvertaken: Answers(after_commit={"orders.tell_change_waits": orders.tell_change_waits}),
    order.ChangeWithdrawn: Answers(with_order=(approvals.take_back_change, orders.go_on)),
    order.OrderChanged: Answers(
        # Before any shelf is held: an order that goes on is confirmed, which holds its customer's credit first.
        with_order=(finance.restate_credit, orders.go_on, shipping.make_room, shipping.fit_jobs, inventory.reserve),
        after_commit={
            "orders.tell_changed": orders.tell_changed,
            "shipping.tell_pickers": shipping.tell_pickers,
            "approvals.tell_deciders": approvals.tell_deciders,
        },
    ),
    # --- returns ------------------------------------------------------------------------
    order.ReturnRequested: Answers(),
    order.ReturnApproved: Answers(after_commit={"orders.tell_return_decided": orders.tell_return_decided}),
    order.ReturnRefused: Answers(after_commit={"orders.tell_return_decided": orders.tell_return_decided}),
    order.ReturnWithdrawn: Answers(with_order=(approvals.take_return_back,)),
    order.ReturnReceived: Answers(),
    order.ReturnInspected: Answers(),
    # The customer's credit before any shelf: see the ladder in core.locks.
    order.ReturnResolved: Answers(with_order=(finance.credit_goods, shipping.put_away, inventory.reserve_replacement)),
    order.ReturnCredited: Answers(),
    order.ReturnSentBack: Answers(),
    order.ReturnClosed: Answers(),
    order.ReturnPhotoAdded: Answers(),
    order.ReplacementShipped: Answers(),
    # --- after-sales cases ----------------------------------------------------------------
    order.CaseOpened: Answers(after_commit={"orders.tell_case_owner": orders.tell_case_owner}),
    order.CaseAnswered: Answers(),
    order.CaseClosed: Answers(),
    order.CaseReopened: Answers(after_commit={"orders.tell_case_owner": orders.tell_case_owner}),
    order.CaseHandedOver: Answers(after_commit={"orders.tell_case_owner": orders.tell_case_owner}),
    # --- approvals -----------------------------------------------------------------------
    approval.TaskOpened: Answers(after_commit={"approvals.tell_approvers": approvals.tell_approvers}),
    approval.TaskApproved: Answers(),
    approval.TaskReturned: Answers(),
    approval.TaskRejected: Answers(),
    approval.TaskPassedOn: Answers(after_commit={"approvals.tell_passed_on": approvals.tell_approvers}),
    approval.RequestWithdrawn: Answers(),
    approval.RehearsalAsked: Answers(after_commit={"approvals.run_rehearsal": approvals.run_rehearsal}),
    approval.TaskTransferred: Answers(),
    approval.SignerAdded: Answers(),
    approval.StepAskedAgain: Answers(),
    approval.DecisionTakenBack: Answers(),
    approval.RequestCommented: Answers(after_commit={"approvals.tell_commented": approvals.tell_commented}),
    approval.ApprovalUrged: Answers(after_commit={"approvals.tell_urged": approvals.tell_urged}),
    approval.TaskDelegated: Answers(),
    approval.TaskGivenBack: Answers(),
    approval.DelegationMade: Answers(after_commit={"approvals.tell_delegated": approvals.tell_delegated}),
    approval.DelegationEnded: Answers(after_commit={"approvals.tell_delegation_over": approvals.tell_delegation_over}),
    approval.TaskEscalated: Answers(),
    approval.StepPassedByItself: Answers(),
    approval.StepReturnedByItself: Answers(),
    approval.TaskLinkShut: Answers(after_commit={"approvals.tell_link_shut": approvals.tell_link_shut}),
    approval.CopiesSent: Answers(after_commit={"approvals.tell_copied": approvals.tell_copied}),
    # --- stock ---------------------------------------------------------------------------
    stock.GoodsReserved: Answers(),
    stock.ShortageFound: Answers(),
    stock.GoodsReleased: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.ReservationLost: Answers(),
    stock.ReservationExpired: Answers(),
    stock.WaitingServed: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.StockArrived: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.StockCounted: Answers(),
    stock.CountOpened: Answers(),
    stock.FiguresEntered: Answers(),
    stock.CountCancelled: Answers(),
    stock.StockTransferred: Answers(),
    stock.StockAdjusted: Answers(),
    stock.GoodsFreed: Answers(after_commit={"inventory.serve_waiting": inventory.serve}),
    stock.ReallocationProposed: Answers(),
    stock.ReallocationApplied: Answers(after_commit={"inventory.tell_shared_out": inventory.tell_shared_out}),
    stock.ReallocationEnded: Answers(after_commit={"inventory.tell_not_shared_out": inventory.tell_not_shared_out}),
    stock.GoodsTakenAway: Answers(after_commit={"inventory.tell_taken_away": inventory.tell_taken_away}),
    stock.GoodsGivenOver: Answers(),
    stock.GoodsPutFirst: Answers(),
    # --- shipments -----------------------------------------------------------------------
    shipment.ShipmentOpened: Answers(),
    shipment.LineFoundShort: Answers(after_commit={"shipping.tell_buyers": shipping.tell_buyers}),
    shipment.PickingFinished: Answers(),
    shipment.PickingResumed: Answers(),
    shipment.ShipmentPacked: Answers(),
    shipment.ShipmentUnpacked: Answers(),
    shipment.ShipmentChecked: Answers(),
    shipment.ShipmentToCheckAgain: Answers(),
    shipment.ShipmentDispatched: Answers(
        after_commit={
            "shipping.departure_notice": shipping.send_departure_notice,
            "shipping.follow": shipping.follow,
        }
    ),
    shipment.ShipmentMoving: Answers(),
    shipment.ShipmentInTrouble: Answers(after_commit={"shipping.tell_trouble": shipping.tell_trouble}),
    shipment.TroubleSettled: Answers(),
    shipment.ShipmentDelayed: Answers(after_commit={"shipping.delay_notice": shipping.send_delay_notice}),
    shipment.CarrierSaysDelivered: Answers(
        after_commit={"shipping.tell_carrier_delivered": shipping.tell_carrier_delivered}
    ),
    shipment.ShipmentDelivered: Answers(),
    shipment.ShipmentCancelled: Answers(),
    shipment.ShipmentLeftWave: Answers(),
    shipment.WaveOpened: Answers(),
    shipment.WaveFinished: Answers(),
    shipment.WaveTakenApart: Answers(),
    shipment.ScanSolved: Answers(),
    # --- dispatch jobs -------------------------------------------------------------------
    shipment.JobPlanned: Answers(after_commit={"shipping.tell_assignee": shipping.tell_assignee}),
    shipment.JobMoved: Answers(after_commit={"shipping.tell_moved": shipping.tell_moved}),
    shipment.JobStarted: Answers(),
    shipment.JobDone: Answers(),
    shipment.JobCancelled: Answers(after_commit={"shipping.tell_called_back": shipping.tell_called_back}),
    # --- money ---------------------------------------------------------------------------
    money.InvoiceDrafted: Answers(),
    money.InvoiceIssued: Answers(after_commit={"finance.tell_owner": finance.tell_owner}),
    money.InvoiceCorrected: Answers(),
    money.NoteDrafted: Answers(),
    money.InvoiceCredited: Answers(),
    money.DraftDropped: Answers(),
    money.PaymentBooked: Answers(after_commit={"finance.let_waiting_go": finance.let_waiting_go}),
    money.PaymentAllocated: Answers(),
    money.AllocationUndone: Answers(),
    money.PaymentReversed: Answers(),
    money.CreditLimitSet: Answers(after_commit={"finance.let_waiting_go": finance.let_waiting_go}),
    money.LimitRaiseAsked: Answers(),
    money.LimitRaiseEnded: Answers(after_commit={"finance.tell_limit_answered": finance.tell_limit_answered}),
    money.CreditOverrideAsked: Answers(),
    money.CreditOverrideGranted: Answers(with_order=(finance.let_released_go,)),
    money.CreditOverrideRefused: Answers(after_commit={"finance.tell_override_back": finance.tell_override_back}),
    money.CreditOverrideUsed: Answers(),
    money.CreditOverrideEnded: Answers(),
    # --- hand-over -----------------------------------------------------------------------
    report.HandOverAsked: Answers(after_commit={"reports.run_hand_over": reports.run_hand_over}),
    # --- keys of the API ------------------------------------------------------------------
    api.ApiKeyMade: Answers(),
    api.ApiKeyRevoked: Answers(),
    # --- customers' links -----------------------------------------------------------------
    portal_events.LinkMade: Answers(),
    portal_events.LinkRevoked: Answers(),
    portal_events.OrderEntered: Answers(after_commit={"portal.tell_owner": portal.tell_owner}),
}
