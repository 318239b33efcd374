"""Shelves in plain Python: what lies in which bin and of which lot, told without the house's own code.

Pieces are whole. Each verb answers whether it is allowed, and does it when it is. Which order holds how much is
taken over from the house after checking that it is fair.
"""

from dataclasses import dataclass, field

PLAIN, LOTTED, NUMBERED = "PLAIN", "LOTTED", "NUMBERED"
PRODUCTS = (PLAIN, LOTTED, NUMBERED)
OPEN, SHELF, CAGE, FAR = "open", "shelf", "cage", "far"
"""The open area, a bin and the quarantine of the first warehouse, and the second warehouse."""
PLACES = (OPEN, SHELF, CAGE, FAR)
HERE = (OPEN, SHELF, CAGE)
NO_LOT, SOON, LATE, OLD = "", "SOON", "LATE", "OLD"
LOTS = {PLAIN: (NO_LOT,), LOTTED: (SOON, LATE, OLD), NUMBERED: (NO_LOT,)}
"""OLD has expired; SOON leaves before LATE."""
Part = tuple[str, str, str]
"""Product, place, lot."""


@dataclass
class Wish:
    """One order: a product and how many, what it has and what it sent."""

    product: str
    ordered: int
    state: str = "approved"
    reserved: int = 0
    shipped: int = 0

    @property
    def left(self) -> int:
        return self.ordered - self.shipped if self.state == "confirmed" else 0


@dataclass
class Shelves:
    """All shelves and orders at once."""

    parts: dict[Part, int] = field(default_factory=dict)
    orders: list[Wish] = field(default_factory=list)
    frozen: str = ""
    sheet: dict[Part, int] = field(default_factory=dict)

    # --- looking --------------------------------------------------------------------------------
    def at(self, product: str, place: str, lot: str) -> int:
        return self.parts.get((product, place, lot), 0)

    def on_hand(self, product: str, place: str) -> int:
        """In the warehouse this place is in."""
        places = (FAR,) if place == FAR else HERE
        return sum(n for (own, where, _lot), n in self.parts.items() if own == product and where in places)

    def sellable(self, product: str, place: str) -> int:
        places = (FAR,) if place == FAR else (OPEN, SHELF)
        good = (n for (own, where, lot), n in self.parts.items() if own == product and where in places and lot != OLD)
        return sum(good)

    def reserved(self, product: str) -> int:
        return sum(wish.reserved for wish in self.orders if wish.product == product)

    def wanted(self, product: str) -> int:
        return sum(wish.left for wish in self.orders if wish.product == product)

    def _is_frozen(self, product: str, *places: str) -> bool:
        return self.frozen == product and any(place != FAR for place in places)

    def _change(self, part: Part, pieces: int) -> None:
        self.parts[part] = self.parts.get(part, 0) + pieces

    # --- doing ----------------------------------------------------------------------------------
    def receive(self, product: str, place: str, lot: str, pieces: int) -> bool:
        if self._is_frozen(product, place):
            return False
        self._change((product, place, lot), pieces)
        return True

    def transfer(self, product: str, source: str, target: str, lot: str, pieces: int, held: dict[str, int]) -> bool:
        """`held` says how much each warehouse keeps for orders, as the house has it."""
        if source == target or self.at(product, source, lot) < pieces or self._is_frozen(product, source, target):
            return False
        loses = lot != OLD and source != CAGE and (target in (CAGE, FAR) or source == FAR)
        if loses and self.sellable(product, source) - held[FAR if source == FAR else OPEN] < pieces:
            return False
        self._change((product, source, lot), -pieces)
        self._change((product, target, lot), pieces)
        return True

    def write_off(self, product: str, place: str, lot: str, pieces: int) -> bool:
        if self.at(product, place, lot) < pieces or self._is_frozen(product, place):
            return False
        self._change((product, place, lot), -pieces)
        return True

    def confirm(self, order: int) -> bool:
        if self.orders[order].state != "approved":
            return False
        self.orders[order].state = "confirmed"
        return True

    def cancel(self, order: int) -> bool:
        wish = self.orders[order]
        if wish.state not in ("approved", "confirmed") or wish.shipped:
            return False
        wish.state, wish.reserved = "cancelled", 0
        return True

    def send(self, order: int, from_here: int, from_far: int) -> bool:
        """What the house has set aside leaves, what expires first first, and along the walk."""
        wish = self.orders[order]
        if wish.state != "confirmed" or not from_here + from_far:
            return False
        if from_here and self._is_frozen(wish.product, OPEN):
            return False
        self._leave(wish.product, (OPEN, SHELF), from_here)
        self._leave(wish.product, (FAR,), from_far)
        wish.shipped += from_here + from_far
        wish.reserved -= from_here + from_far
        if not wish.left:
            wish.state = "confirmed"
        return True

    def _leave(self, product: str, places: tuple[str, ...], pieces: int) -> None:
        for lot in LOTS[product]:
            for place in places:
                part = min(pieces, self.at(product, place, lot)) if lot != OLD else 0
                self._change((product, place, lot), -part)
                pieces -= part
        assert pieces == 0

    def open_sheet(self, product: str) -> bool:
        """One sheet at a time here, of one product in the first warehouse."""
        if self.frozen:
            return False
        self.frozen = product
        self.sheet = {part: n for part, n in self.parts.items() if part[0] == product and part[1] in HERE and n}
        return True

    def book(self, change: int) -> bool:
        """Every line is found as the books say, but the first, which differs."""
        if not self.frozen:
            return False
        first = min(self.sheet, default=None)
        if first is not None:
            self.parts[first] = max(0, self.sheet[first] + change)
        self.frozen, self.sheet = "", {}
        return True

    def settle(self, seen: list[int], *, may_lose: bool) -> None:
        """Take over who holds what: nobody too much, nobody less than before but by a loss, and nothing lies idle."""
        for wish, pieces in zip(self.orders, seen, strict=True):
            assert (0 if may_lose else wish.reserved) <= pieces <= wish.left, (wish, pieces)
            wish.reserved = pieces
        for product in PRODUCTS:
            free = self.sellable(product, OPEN) + self.sellable(product, FAR)
            assert self.reserved(product) == min(free, self.wanted(product)), (product, free)
