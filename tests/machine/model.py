"""The house in plain Python: what orders, goods and money must look like, told without the house's own code.

Quantities are whole pieces. Each verb answers whether it is allowed, and does it when it is; nothing here
knows a database, a lock or an event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

PRODUCTS = ("A", "B")
Pieces = dict[str, int]
ZERO = Decimal(0)


@dataclass
class Line:
    """One product on an order."""

    ordered: int
    cancelled: int = 0
    reserved: int = 0
    picked: int = 0
    shipped: int = 0
    accepted: int = 0
    invoiced: int = 0
    credited: int = 0

    @property
    def left(self) -> int:
        """What the customer still gets."""
        return self.ordered - self.cancelled - self.shipped

    @property
    def loose(self) -> int:
        """Set aside and still on the shelf."""
        return self.reserved - self.picked


@dataclass
class Order:
    lines: dict[str, Line]
    state: str = "draft"

    @property
    def has_shipped(self) -> bool:
        return any(line.shipped for line in self.lines.values())


@dataclass
class Parcel:
    order: int
    asked: Pieces
    picked: Pieces
    state: str = "picking"

    @property
    def claims(self) -> Pieces:
        """What it keeps from other parcels: all it asks for while picking, then what it took."""
        return {"picking": self.asked, "picked": self.picked}.get(self.state, {})


@dataclass
class Bill:
    order: int
    pieces: Pieces
    total: Decimal
    state: str = "draft"
    open: Decimal = ZERO


@dataclass
class Receipt:
    amount: Decimal
    left: Decimal
    matched: dict[int, Decimal] = field(default_factory=dict)
    state: str = "booked"


@dataclass
class House:
    """Everything at once; documents are known by their place in their list."""

    on_hand: Pieces
    orders: list[Order] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    bills: list[Bill] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    served: tuple[str, ...] = ("confirmed",)
    """The states in which an order has goods set aside: by the house's rule approved ones are among them."""

    # --- the order ---------------------------------------------------------------------------
    def move(self, order: int, *, source: str, target: str) -> bool:
        if self.orders[order].state != source:
            return False
        self.orders[order].state = target
        return True

    def edit(self, order: int, rows: Pieces) -> bool:
        if self.orders[order].state != "draft":
            return False
        self.orders[order].lines = {product: Line(pieces) for product, pieces in rows.items()}
        return True

    def cancel(self, order: int) -> bool:
        it = self.orders[order]
        if it.state not in ("draft", "pending_approval", "approved", "confirmed") or it.has_shipped:
            return False
        it.state = "cancelled"
        self._let_go(order)
        return True

    def short_close(self, order: int) -> bool:
        it = self.orders[order]
        lines = it.lines.values()
        if it.state != "confirmed" or not it.has_shipped or any(line.picked for line in lines):
            return False
        if not any(line.left for line in lines):
            return False
        for line in lines:
            line.cancelled += line.left
        self._let_go(order)
        return True

    def _let_go(self, order: int) -> None:
        for line in self.orders[order].lines.values():
            line.reserved = line.picked = 0
        for parcel in self.parcels_of(order, "picking", "picked"):
            parcel.state, parcel.picked = "cancelled", dict.fromkeys(parcel.picked, 0)

    # --- goods -------------------------------------------------------------------------------
    def wanted(self, product: str) -> int:
        """What orders that are served still have to get of a product."""
        lines = (it.lines[product] for it in self.orders if it.state in self.served and product in it.lines)
        return sum(line.left for line in lines)

    def reserved(self, product: str) -> int:
        return sum(it.lines[product].reserved for it in self.orders if product in it.lines)

    def receive(self, product: str, pieces: int) -> bool:
        self.on_hand[product] += pieces
        return True

    def count(self, product: str, pieces: int) -> bool:
        """Less than is picked cannot be found: picked goods are in somebody's hands."""
        picked = sum(it.lines[product].picked for it in self.orders if product in it.lines)
        if pieces < picked:
            return False
        self.on_hand[product] = pieces
        return True

    def settle_stock(self, seen: list[Pieces], *, may_lose: bool) -> None:
        """Take over who holds what, after checking that it is a fair hand: all that lies there is given out
        to those who want it, nobody has too much, and nobody loses what was theirs except to a count."""
        for it, pieces in zip(self.orders, seen, strict=True):
            for product, line in it.lines.items():
                most = line.left if it.state in self.served else 0
                least = line.picked if may_lose else line.reserved
                assert least <= pieces[product] <= most, (it, product, pieces[product])
                line.reserved = pieces[product]
        for product in PRODUCTS:
            assert self.reserved(product) == min(self.on_hand[product], self.wanted(product)), product

    # --- parcels -----------------------------------------------------------------------------
    def parcels_of(self, order: int, *states: str) -> Iterator[Parcel]:
        return (parcel for parcel in self.parcels if parcel.order == order and parcel.state in states)

    def unclaimed(self, order: int) -> Pieces:
        free = {product: line.reserved for product, line in self.orders[order].lines.items()}
        for parcel in self.parcels_of(order, "picking", "picked"):
            for product, pieces in parcel.claims.items():
                free[product] -= pieces
        return {product: pieces for product, pieces in free.items() if pieces > 0}

    def open_parcel(self, order: int) -> bool:
        asked = self.unclaimed(order)
        if self.orders[order].state != "confirmed" or not asked:
            return False
        self.parcels.append(Parcel(order, asked, dict.fromkeys(asked, 0)))
        return True

    def room(self, parcel: Parcel, product: str) -> int:
        if parcel.state != "picking" or product not in parcel.asked:
            return 0
        line = self.orders[parcel.order].lines[product]
        return max(0, min(parcel.asked[product] - parcel.picked[product], line.loose))

    def scan(self, parcel: Parcel, product: str, pieces: int) -> bool:
        """A scan is never refused; what does not fit counts nothing."""
        if pieces <= self.room(parcel, product):
            parcel.picked[product] += pieces
            self.orders[parcel.order].lines[product].picked += pieces
        return True

    def finish(self, parcel: Parcel) -> bool:
        if parcel.state != "picking" or not any(parcel.picked.values()):
            return False
        parcel.state = "picked"
        return True

    def dispatch(self, parcel: Parcel) -> bool:
        if parcel.state != "picked":
            return False
        parcel.state = "shipped"
        for product, pieces in parcel.picked.items():
            line = self.orders[parcel.order].lines[product]
            line.shipped, line.reserved, line.picked = (
                line.shipped + pieces,
                line.reserved - pieces,
                line.picked - pieces,
            )
            self.on_hand[product] -= pieces
        return True

    def deliver(self, parcel: Parcel) -> bool:
        if parcel.state != "shipped":
            return False
        parcel.state = "delivered"
        for product, pieces in parcel.picked.items():
            self.orders[parcel.order].lines[product].accepted += pieces
        return True

    def put_back(self, parcel: Parcel) -> bool:
        if parcel.state not in ("picking", "picked"):
            return False
        for product, pieces in parcel.picked.items():
            self.orders[parcel.order].lines[product].picked -= pieces
        parcel.state, parcel.picked = "cancelled", dict.fromkeys(parcel.picked, 0)
        return True

    # --- money -------------------------------------------------------------------------------
    def unbilled(self, order: int) -> Pieces:
        """What shipped and is on no invoice, drafts counted, reversed ones not."""
        rest = {product: line.shipped for product, line in self.orders[order].lines.items()}
        for bill in self.bills:
            if bill.order == order and bill.state != "reversed":
                for product, pieces in bill.pieces.items():
                    rest[product] -= pieces
        return {product: pieces for product, pieces in rest.items() if pieces > 0}

    def issue(self, bill: Bill) -> bool:
        if bill.state != "draft":
            return False
        bill.state, bill.open = "issued", bill.total
        for product, pieces in bill.pieces.items():
            self.orders[bill.order].lines[product].invoiced += pieces
        return True

    def correct(self, bill: Bill) -> bool:
        if bill.state != "issued":
            return False
        bill.state, bill.open = "reversed", ZERO
        for product, pieces in bill.pieces.items():
            self.orders[bill.order].lines[product].credited += pieces
        number = self.bills.index(bill)
        for receipt in self.receipts:
            receipt.left += receipt.matched.pop(number, ZERO)
        return True

    def pay(self, bill: Bill, amount: Decimal) -> bool:
        if not ZERO < amount <= bill.open:
            return False
        bill.open -= amount
        self.receipts.append(Receipt(amount, ZERO, {self.bills.index(bill): amount}))
        return True

    def reverse(self, receipt: Receipt) -> bool:
        if receipt.state != "booked":
            return False
        for number, amount in receipt.matched.items():
            self.bills[number].open += amount
        receipt.matched, receipt.left, receipt.state = {}, ZERO, "reversed"
        return True

    def settle_orders(self) -> None:
        """An order is completed exactly while all it wants has arrived, is billed and is paid."""
        for number, it in enumerate(self.orders):
            if it.state in ("confirmed", "completed"):
                it.state = "completed" if self._is_done(number) else "confirmed"

    def _is_done(self, order: int) -> bool:
        lines = self.orders[order].lines.values()
        billed = [bill for bill in self.bills if bill.order == order and bill.state == "issued"]
        goods = all(not line.left and line.accepted == line.shipped for line in lines)
        money = all(line.shipped == line.invoiced - line.credited for line in lines)
        return goods and money and not any(bill.open for bill in billed)
