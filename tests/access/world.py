"""One of everything, all of it Ann's, so that every address has something to ask for."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from api.services import make_key
from approvals.models import Policy, Request, Task
from approvals.services import copy_policy, make_delegation, publish_policy, try_policy
from approvals.services.delegating import Leave
from approvals.services.linking import make_task_link
from approvals.services.rehearsing import ask_rehearsal
from catalog.models import PriceList
from catalog.services.prices.proposing import save_price_change, submit_price_change
from catalog.services.prices.reading import NewPrice
from core import clock
from core.models import User
from core.nudge import quietly
from demo.life import Crew, confirm, deliver, invoice, pay, pick, ship, submit
from finance.models import Invoice, Payment
from inventory.models import Lot, Serial, StockItem, Warehouse
from inventory.services import Arrived, Share, open_count, reallocate, receive_goods
from notifications.models import Letter, Message
from notifications.services import Way, Words, tell, write_letters
from orders.models import ChangeRequest, ImportBatch, Order, OrderHold, Quotation, Requirement
from orders.services import place_hold, save_change
from orders.services.cases.handling import open_case
from orders.services.changes.differences import LineEdit, Wish
from orders.services.contracts.papers import add_document
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.quotes.answers import send_quotation
from orders.services.quotes.quoting import save_quotation, submit_quotation
from orders.services.quotes.requirements import RequirementCard, confirm_requirement, save_requirement
from orders.services.returns.photos import add_photo
from orders.services.returns.settling import resolve_return
from portal.services import Opened, enter_order, make_link
from shipping.models import Scan, Shipment
from shipping.models.track_words import SILENCE
from shipping.services import Arrival, Proof, confirm_delivery, open_wave, scan, scan_return, start_job
from shipping.services.carriers.troubles import raise_trouble
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.orders.contracts import days, draft_contract, signed
from tests.orders.returns import asked as asked_return
from tests.orders.returns import inspected, received
from tests.pictures import png
from tests.shipping.jobs import make_service, make_technician, send

ROLES = {
    "ann": "sales",
    "bo": "sales_manager",
    "eve": "sales",
    "cem": "warehouse",
    "dot": "finance",
    "fay": "director",
    "gil": "buyer",
    "hal": "auditor",
    "ida": "admin",
}
DEPARTMENTS = {"eve": "South"}


@dataclass(frozen=True)
class World:
    """The people, and for each part of an address what it is filled with."""

    people: dict[str, User]
    orders: dict[str, Order]
    values: dict[str, Any]


def build() -> World:
    """Ann's orders at every place of their life, with all their documents."""
    with quietly():
        return _build()


def _build() -> World:
    people = {name: make_person(name, role, department=DEPARTMENTS.get(name, "North")) for name, role in ROLES.items()}
    ann, bo, cem, dot = (people[name] for name in ("ann", "bo", "cem", "dot"))
    ann.manager = bo
    ann.save()
    product, customer = make_product("A-1043", price="6000.00"), make_customer(ann)
    warehouse = Warehouse.objects.filter(default=True).first() or Warehouse.objects.create(
        code="W1", name="Main", default=True
    )
    receive_goods(warehouse_id=warehouse.pk, items=[(product.pk, Decimal(1000))], actor=cem)
    crew = Crew(ann, (bo, people["fay"], dot), cem, dot)
    orders = {name: make_draft(ann, customer, [(product, 1)]) for name in ("draft", *LIVES)}
    asked = make_draft(ann, customer, [(product, 20)])
    submit(asked.pk, crew)
    for name, steps in LIVES.items():
        for step in steps:
            step(orders[name].pk, crew)
    wish = Wish(edits=[_more_of(orders["confirmed"])], cause="customer", reason="one more")
    save_change(orders["confirmed"].pk, wish=wish, actor=ann)
    place_hold(orders["confirmed"].pk, kind="manual", stops=["dispatch"], reason="wait", actor=ann)
    jobs = make_jobs(ann, cem, customer, crew)
    back = make_returns(ann, cem, customer, product, crew) | make_wave(ann, cem, customer, product, crew)
    tell(10**9, [ann.pk], subject="Hello")
    leave = Leave(user_id=people["fay"].pk, to_id=bo.pk, from_day=days(30), until_day=days(31), reason="holiday")
    away = {"delegation": make_delegation(leave, actor=people["fay"]).pk}
    away |= make_price_changes(bo, product)
    away["reallocation"] = make_proposal(orders["confirmed"], bo)
    tracked = make_tracked(cem, warehouse)
    papers = make_papers(ann, customer, product) | make_rules(people["fay"]) | make_links(ann, customer, product)
    away["task_token"] = make_task_link(Task.objects.get(step__request__order=asked).pk, bo.pk)
    papers["api_key"] = make_key(name="shop", days=90, actor=bo)[0].pk
    orders = {name: Order.objects.get(pk=order.pk) for name, order in (orders | {"asked": asked}).items()}
    return World(people, orders, _values(orders, customer, product, warehouse) | papers | jobs | away | tracked | back)


def stray(order_id: int, crew: Crew) -> None:
    """Its carrier is silent."""
    raise_trouble(Shipment.objects.get(order_id=order_id), SILENCE)


def photograph(order_id: int, crew: Crew) -> None:
    """It was left at the door, and Cem took a picture."""
    photo = SimpleUploadedFile("door.png", png("green"))
    shipment = Shipment.objects.get(order_id=order_id)
    confirm_delivery(shipment.pk, received_by="Door", actor=crew.warehouse, proof=Proof(photo=photo))


LIVES = {
    "confirmed": (submit, confirm),
    "picked": (submit, confirm, pick),
    "shipped": (submit, confirm, pick, ship),
    "billed": (submit, confirm, pick, ship, deliver, invoice),
    "strayed": (submit, confirm, pick, ship, stray),
    "photographed": (submit, confirm, pick, ship, photograph),
    "completed": (submit, confirm, pick, ship, deliver, invoice, pay),
}


def _late_scan(shipment: Shipment) -> Scan:
    """A piece Cem scanned after the shipment had left."""
    code = shipment.lines.get().product.code
    return scan(shipment.pk, code=code, uuid=uuid4(), actor=shipment.picker).scan


def _values(orders: dict[str, Order], customer: Any, product: Any, warehouse: Any) -> dict[str, Any]:
    return {
        "order": orders["confirmed"].ref,
        "draft": orders["draft"].ref,
        "customer": customer.pk,
        "contact": customer.contacts.get().pk,
        "address": customer.addresses.get().pk,
        "product": product.code,
        "product_pk": product.pk,
        "task": Task.objects.get(step__request__order=orders["asked"]).pk,
        "request": Request.objects.get(order=orders["asked"]).pk,
        "shipment": Shipment.objects.get(order=orders["picked"]).number,
        "shipped": Shipment.objects.get(order=orders["shipped"]).number,
        "strayed": Shipment.objects.get(order=orders["strayed"]).number,
        "photographed": Shipment.objects.get(order=orders["photographed"]).number,
        "invoice": Invoice.objects.get(order=orders["billed"]).number,
        "invoice_draft": Invoice.objects.get(order=orders["shipped"]).ref,
        "payment": Payment.objects.get().number,
        "item": StockItem.objects.get(product=product, warehouse=warehouse).pk,
        "message": Message.objects.get(channel="inbox", user__username="ann").pk,
        "figure": "placed",
        "stage": "entry",
        "scan": Scan.objects.filter(shipment__order=orders["picked"]).first().pk,
        "late_scan": _late_scan(Shipment.objects.get(order=orders["shipped"])).pk,
        "line": orders["picked"].lines.get().pk,
        "asked": orders["asked"].ref,
        "change": ChangeRequest.objects.get().pk,
        "hold": OrderHold.objects.get().pk,
        "letter": _letter(orders["confirmed"]).pk,
        "batch": (ImportBatch.objects.first() or _batch()).pk,
    }


def _letter(order: Order) -> Letter:
    """One that was not sent, for want of an address."""
    ways, words = [Way("mail", "Wang", "")], Words(subject="Confirmed", text="Confirmed")
    write_letters("world", topic=order.stream, kind="confirmation", ways=ways, words=words)
    return Letter.objects.get(cause="world")


def make_price_changes(bo: User, product: Any) -> dict[str, Any]:
    """New prices of a list, one draft of Bo's and one that is asked for."""
    own = PriceList.objects.create(name="World")
    start = clock.today() + datetime.timedelta(days=7)
    prices = [NewPrice(product.pk, product.code, Decimal(0), Decimal(7000))]
    made = [
        save_price_change(
            None, price_list=own, valid_from=start, reason="costs rose", prices=prices, version=None, actor=bo
        )
        for _n in range(2)
    ]
    submit_price_change(made[1].pk, actor=bo)
    return {"price_change": made[0].number, "price_change_asked": made[1].number}


def make_proposal(order: Order, bo: User) -> int:
    """Bo asks to take what an order has; nobody has answered."""
    line = order.lines.get()
    shares = [Share(line_id=line.pk, before=line.reserved, after=Decimal(0))]
    return reallocate(line.product_id, shares=shares, reason="somebody stands still", actor=bo).pk


def make_tracked(cem: User, warehouse: Warehouse) -> dict[str, Any]:
    """A lot that is being counted, and a numbered piece."""
    glue, pump = make_product("GLUE-1", tracking="lot"), make_product("PUMP-1", tracking="serial")
    arrived = [
        Arrived(product_id=glue.pk, quantity=Decimal(5), lot="L-1"),
        Arrived(product_id=pump.pk, quantity=Decimal(1), serials=("S-1",)),
    ]
    receive_goods(warehouse_id=warehouse.pk, items=arrived, actor=cem)
    sheet = open_count(warehouse_id=warehouse.pk, product_ids=[glue.pk], actor=cem)
    return {"sheet": sheet.number, "lot": Lot.objects.get().pk, "serial": Serial.objects.get().pk}


def make_jobs(ann: User, cem: User, customer: Any, crew: Crew) -> dict[str, Any]:
    """A service order nobody is sent for, and one Jon goes for, of Ann's."""
    service = make_service()
    waiting, planned, under_way = (make_draft(ann, customer, [(service, 1)]) for _n in range(3))
    for order in (waiting, planned, under_way):
        submit(order.pk, crew)
        confirm(order.pk, crew)
    jon = make_technician()
    job, gone = send(planned, jon, cem), send(under_way, jon, cem, begin=48)
    start_job(gone.pk, actor=jon)
    return {"service": Order.objects.get(pk=waiting.pk).ref, "job": job.number, "gone": gone.number}


def make_wave(ann: User, cem: User, customer: Any, product: Any, crew: Crew) -> dict[str, Any]:
    """Two orders of Ann's that Cem picks on one walk."""
    orders = [make_draft(ann, customer, [(product, 1)]) for _n in range(2)]
    for order in orders:
        submit(order.pk, crew)
        confirm(order.pk, crew)
    wave = open_wave([order.pk for order in orders], actor=cem).wave
    return {"wave": wave.number, "tote": Shipment.objects.get(wave=wave, tote=1).number}


def make_returns(ann: User, cem: User, customer: Any, product: Any, crew: Crew) -> dict[str, Any]:
    """Returns at every place of their life, of one delivered order of Ann's; the last is settled by repair."""
    sold = make_draft(ann, customer, [(product, 6)])
    for step in (submit, confirm, pick, ship, deliver):
        step(sold.pk, crew)
    order = Order.objects.get(pk=sold.pk)
    coming, came, seen, settled = (asked_return(order, ann, 1, wanted="repair") for _n in range(4))
    received(came, cem)
    for one in (seen, settled):
        inspected(one, cem, {"repair": 1})
    case = open_case(customer, kind="complaint", cause="quality", title="cracked", order=order, actor=ann)
    picture = SimpleUploadedFile("crack.png", png())
    photo = add_photo(seen.pk, picture, actor=cem)
    resolve_return(settled.pk, actor=ann)
    found = {"returned": coming, "return_received": came, "return_inspected": seen, "return_settled": settled}
    numbers = {name: one.number for name, one in found.items()}
    tried = scan_return(coming.pk, [Arrival(code=product.code, uuid=uuid4())], actor=cem)[0]
    return {"sold": order.ref, "photo": photo.pk, "case": case.number, "returned_scan": tried.pk, **numbers}


def make_rules(fay: User) -> dict[str, Any]:
    """Versions of the approval rules at every place of their life."""
    begun = Policy.objects.active("order").get()
    draft, trial, waiting = (copy_policy(begun.pk, actor=fay) for _n in range(3))
    try_policy(trial.pk, actor=fay)
    later = clock.now() + datetime.timedelta(days=9)
    publish_policy(waiting.pk, actor=fay, reason="Next week", effective_at=later)
    seen = ask_rehearsal(draft.pk, history=False, actor=fay)
    named = {"policy_draft": draft.pk, "policy_trial": trial.pk, "policy_waiting": waiting.pk}
    return named | {"sentence": draft.rules.first().pk, "rehearsal": seen.pk}


def make_links(ann: User, customer: Any, product: Any) -> dict[str, Any]:
    """The link of Ann's customer, and an order that came through it."""
    link, token = make_link(customer.pk, days=90, actor=ann)
    row = DraftRow(product_id=product.pk, quantity=Decimal(1))
    entry = enter_order(Opened(link, ann), head=DraftHead(customer=customer, channel="web"), rows=[row])
    return {"order_link": link.pk, "order_token": token, "link_entry": entry.pk}


QUOTES = {"quotation_draft": 0, "quotation_ready": 1, "quotation": 2}
"""For each of their verbs a quotation that can take it: begun, handed in, sent."""


def make_papers(ann: User, customer: Any, product: Any) -> dict[str, Any]:
    """Contracts, quotations and requirement notes of Ann's."""
    agreed = [(product, "5900.00", "500")]
    active = signed(ann, customer, agreed, valid_from=days(-60), terms=customer.terms)
    draft = draft_contract(ann, customer, agreed, terms=customer.terms)
    paper = add_document(active.pk, SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed"), actor=ann)
    quotes = {name: _quotation(ann, customer, product, steps) for name, steps in QUOTES.items()}
    notes = {name: _note(ann, customer) for name in ("note", "note_confirmed")}
    confirm_requirement(notes["note_confirmed"].pk, actor=ann)
    numbers = {name: one.number for name, one in (quotes | notes).items()}
    return {"contract": active.number, "contract_draft": draft.number, "document": paper.pk, **numbers}


def _quotation(ann: User, customer: Any, product: Any, steps: int) -> Quotation:
    row = DraftRow(product_id=product.pk, quantity=Decimal(1))
    head = DraftHead(customer=customer)
    one = save_quotation(None, head=head, rows=[row], valid_until=days(900), version=None, actor=ann)
    for step in (submit_quotation, _send)[:steps]:
        step(one.pk, actor=ann)
    return one


def _send(pk: int, *, actor: User) -> None:
    send_quotation(pk, address="wang@example.com", actor=actor)


def _note(ann: User, customer: Any) -> Requirement:
    card = RequirementCard(customer=customer, title="Bearings", text="200 pieces")
    return save_requirement(None, card=card, version=None, actor=ann)


def _more_of(order: Order) -> LineEdit:
    line = order.lines.get()
    return LineEdit(line_id=line.pk, row=DraftRow(product_id=line.product_id, quantity=line.quantity + 1))


def _batch() -> ImportBatch:


    return ImportBatch.objects.create(source="test", filename="a.csv", sha256="0" * 64, at=clock.now())
