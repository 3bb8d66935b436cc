"""Building the organisation tree. Each verb keeps `path` true for the unit and all below it."""

from typing import Any

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.base.ids import new_id
from foyer.base.text import Bilingual
from foyer.staff.acts import UNIT_CHANGED, UNIT_MOVED, UNIT_OPENED
from foyer.staff.errors import UnitInWrongPlace
from foyer.staff.events import UnitMoved
from foyer.staff.models import Unit

RANK = {"head_office": 0, "branch": 1, "outlet": 2, "team": 3}

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('foyer.staff.units'))"


@transaction.atomic
def open_unit(
    *, kind: str, name: Bilingual, code: str, by: Actor, parent: Unit | None = None, time_zone: str = ""
) -> Unit:
    """Add a unit to the organisation, below `parent`; a head office stands alone."""
    _one_at_a_time()
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)
    _check_place(kind, parent)
    unit = Unit(id=new_id(), kind=kind, name=name, code=code, parent=parent)
    unit.time_zone = time_zone or (parent.time_zone if parent else unit.time_zone)
    unit.path = _path(unit, parent)
    unit.save(force_insert=True)
    audit.record(UNIT_OPENED, by=by, on=f"unit:{unit.pk}", details={"code": code, "kind": kind})
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, **fields: Any) -> Unit:
    """Correct a unit's name, code, kind or time zone; its place changes by `move_unit`."""
    _one_at_a_time()
    kind = fields.get("kind", unit.kind)
    _check_place(kind, unit.parent)
    for child in Unit.objects.filter(parent=unit):
        _check_place(child.kind, Unit(kind=kind))
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.save(update_fields=[*fields])
    audit.record(UNIT_CHANGED, by=by, on=f"unit:{unit.pk}", fields=tuple(fields))
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, to: Unit, by: Actor) -> Unit:
    """Put a unit, with everything below it, under another parent."""
    _one_at_a_time()
    unit, to = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=to.pk)
    if unit.parent_id == to.pk:
        return unit
    _check_place(unit.kind, to)
    if unit.contains(to):
        raise UnitInWrongPlace
    _rewrite_paths(unit.path, _path(unit, to))
    Unit.objects.filter(pk=unit.pk).update(parent=to)
    audit.record(UNIT_MOVED, by=by, on=f"unit:{unit.pk}", details={"to": to.code})
    publish(UnitMoved(unit.pk, to.pk, str(by)))
    unit.refresh_from_db()
    return unit


def _one_at_a_time() -> None:
    """Two moves at once could build a ring that neither sees; moves are rare, so they queue."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)


def _check_place(kind: str, parent: Unit | None) -> None:
    if kind not in RANK or (parent is None) != (kind == "head_office"):
        raise UnitInWrongPlace
    if parent is not None and RANK[parent.kind] > RANK[kind]:
        raise UnitInWrongPlace


def _path(unit: Unit, parent: Unit | None) -> str:
    return f"{parent.path if parent else '/'}{unit.pk}/"


def _rewrite_paths(old: str, new: str) -> None:
    rest = Substr(F("path"), len(old) + 1)
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), rest))
