"""Bins with goods in them, lots that run out, numbered pieces, reorder rules, and a count nobody finished."""

import datetime
from decimal import Decimal
from uuid import uuid4

from catalog.models import Category, Product, Unit
from catalog.services import index_products
from core import clock
from core.models import User
from core.people import HOUSE
from core.roles import WAREHOUSE
from demo.boxes import WHY
from demo.life import Crew, approve, confirm, ship, submit
from demo.story import Storyteller
from demo.tables import tracked as table
from demo.tables.products import CATEGORIES, MIN_STOCK
from inventory.models import Bin, ReorderRule, Serial, StockCount, StockItem, Warehouse
from inventory.services import (
    Arrived,
    Carry,
    Figure,
    enter_figures,
    open_count,
    receive_goods,
    transfer_goods,
    watch_minimum,
    work_out_pace,
)
from orders.models import Order
from orders.models.words import State
from orders.services import save_draft
from orders.services.entry.composing import DraftHead, DraftRow
from shipping.models import Shipment
from shipping.services import Arrival, finish_picking, open_shipment, scan_all

PUT_AWAY = 24
"""How many products lie in bins."""
PIECES = 9
RULES_OF_TRACKED = Decimal(20)


def furnish(told: Storyteller) -> None:
    """Bins, tracked goods, rules, the pace of the last months, orders for them, and one count in progress."""
    place = Warehouse.objects.get(default=True)
    Bin.objects.bulk_create(
        Bin(warehouse=place, code=code, kind=kind, sequence=walk) for code, kind, walk in table.BINS
    )
    keeper = User.objects.filter(groups__name=WAREHOUSE).order_by("pk").first()
    tracked = _offer()
    _stock(place, tracked, keeper)
    _put_away(place, keeper)
    set_rules(place, tracked)
    _sell(told, tracked)
    _begin_count(place, keeper)
    work_out_pace()
    watch_minimum()


def set_rules(place: Warehouse, tracked: list[Product]) -> None:
    """What is kept of each product: its minimum, and four times as much at most."""
    goods = Product.objects.filter(code__in=MIN_STOCK)
    least = {product: MIN_STOCK[product.code] for product in goods} | dict.fromkeys(tracked, RULES_OF_TRACKED)
    ReorderRule.objects.bulk_create(
        ReorderRule(product=product, warehouse=place, minimum=few, maximum=few * 4, multiple=10, lead_days=7)
        for product, few in least.items()
    )


def _offer() -> list[Product]:
    units = {unit.code: unit for unit in Unit.objects.all()}
    names = {row.code: row.name for row in CATEGORIES}
    groups = {group.name: group for group in Category.objects.all()}
    made = Product.objects.bulk_create(
        Product(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            spec=row.spec,
            category=groups[names[row.category]],
            unit=units[row.unit],
            barcode=row.barcode,
            list_price=row.list_price,
            floor_price=row.cost,
            cost=row.cost,
            tracking=row.tracking,
        )
        for row in table.TRACKED
    )
    index_products([product.pk for product in made])
    return made


def _stock(place: Warehouse, tracked: list[Product], keeper: User | None) -> None:
    bins = list(Bin.objects.filter(warehouse=place, kind="storage").order_by("sequence"))
    arrived = []
    for n, product in enumerate(tracked):
        if product.by_serial:
            numbers = tuple(f"{product.code[3:]}-{240701 + m}" for m in range(PIECES))
            arrived.append(
                Arrived(product_id=product.pk, quantity=Decimal(PIECES), serials=numbers, bin_id=bins[-1].pk)
            )
            continue
        for m, (number, days, pieces) in enumerate(table.LOTS):
            arrived.append(
                Arrived(
                    product_id=product.pk,
                    quantity=Decimal(pieces),
                    lot=f"{number}{'AB'[n]}",
                    expires_on=clock.today() + datetime.timedelta(days=days),
                    bin_id=bins[(n + m) % 4].pk,
                )
            )
    receive_goods(warehouse_id=place.pk, items=arrived, reason="采购入库", actor=keeper or HOUSE)


def _put_away(place: Warehouse, keeper: User | None) -> None:
    """Some of what lies open goes into bins, and a little of it is held back."""
    bins = list(Bin.objects.filter(warehouse=place, kind="storage").order_by("sequence"))
    cage = Bin.objects.get(warehouse=place, kind="quarantine")
    items = StockItem.objects.filter(warehouse=place, placed=0, product__tracking="none", on_hand__gt=60)
    carries = []
    for n, item in enumerate(items.order_by("product__code")[:PUT_AWAY]):
        ends = {"from_warehouse": place.pk, "to_warehouse": place.pk}
        most = item.on_hand.quantize(Decimal(1)) - 10
        carries.append(
            Carry(product_id=item.product_id, quantity=most, to_bin=bins[n % len(bins)].pk, **ends)
        )
        if n % 8 == 3 and item.available > 20:
            carries.append(Carry(product_id=item.product_id, quantity=Decimal(3), to_bin=cage.pk, **ends))
    transfer_goods(carries, reason="上架", actor=keeper or HOUSE)


def _sell(told: Storyteller, tracked: list[Product]) -> None:
    """One order of tracked goods went out by number and lot, and one is being picked."""
    known = [one for one in told.customers if one.tier in ("key", "core")]
    for customer, is_sent in zip(known, (True, False), strict=False):
        crew = told._crew(customer)
        head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=9))
        rows = [DraftRow(product_id=product.pk, quantity=Decimal(2 + n)) for n, product in enumerate(tracked)]
        pk = save_draft(None, head=head, rows=rows, version=None, actor=crew.seller).pk
        submit(pk, crew)
        approve(pk, crew)
        confirm(pk, crew)
        if Order.objects.get(pk=pk).state == State.CONFIRMED:
            _pick(open_shipment(pk, actor=crew.warehouse), crew, is_sent)


def _pick(shipment: Shipment, crew: Crew, is_sent: bool) -> None:
    lines = list(shipment.lines.select_related("product").order_by("order_line__position"))
    codes = [(line.product.code, line.quantity) for line in lines if not line.product.by_serial]
    for line in lines:
        if line.product.by_serial:
            here = Serial.objects.sellable().filter(product_id=line.product_id).order_by("number")
            codes += [(one.number, Decimal(1)) for one in here[: int(line.quantity)]]
    wanted = codes if is_sent else codes[:1]
    arrivals = [Arrival(code=code, uuid=uuid4(), quantity=quantity) for code, quantity in wanted]
    scan_all(shipment.pk, arrivals, actor=crew.warehouse)
    if is_sent:
        finish_picking(shipment.pk, actor=crew.warehouse)
        ship(shipment.order_id, crew, "德邦物流", f"D{shipment.pk:011d}", WHY)


def _begin_count(place: Warehouse, keeper: User | None) -> None:
    """One bin is being counted: some lines are done, one of them differs by much."""
    bin_ = Bin.objects.get(warehouse=place, code=table.BINS[5][0])
    count: StockCount = open_count(warehouse_id=place.pk, bin_id=bin_.pk, actor=keeper or HOUSE)
    lines = list(count.lines.order_by("pk"))
    figures = [Figure(line_id=line.pk, counted=line.book) for line in lines[: len(lines) // 2]]
    figures += [Figure(line_id=line.pk, counted=max(Decimal(0), line.book - 40)) for line in lines[-1:]]
    enter_figures(count.pk, figures, actor=keeper or HOUSE)
