"""Writing a warehouse, with what changed kept in its history."""

from typing import Any

from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.service import service
from inventory.models import Warehouse

FIELDS = ("code", "name", "default", "active")


@service
def save_warehouse(warehouse: Warehouse, *, actor: Any) -> Warehouse:
    """Open or change a warehouse; when it becomes the default one, the former default steps back."""
    old = locked(Warehouse.objects.filter(pk=warehouse.pk)).first() if warehouse.pk else None
    if warehouse.default:
        Warehouse.objects.filter(default=True).exclude(pk=warehouse.pk).update(default=False)
    warehouse.save()
    changes = {
        name: [str(getattr(old, name, "")), str(getattr(warehouse, name))]
        for name in FIELDS
        if old is None or getattr(old, name) != getattr(warehouse, name)
    }
    if changes:
        edited = RecordEdited(model="warehouse", pk=warehouse.pk, label=warehouse.code, changes=changes)
        publish(edited, actor=actor)
    return warehouse
