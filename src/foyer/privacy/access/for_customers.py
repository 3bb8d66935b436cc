"""Who looked at my data: what customers read about it, in plain words and without the name of any colleague."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.base import clock
from foyer.customers.acts import GLANCED, VIEWED
from foyer.privacy.access.acts import GLASS_BROKEN, UNMASKED
from foyer.privacy.access.subjects import name_of
from foyer.privacy.models import AccessReason
from foyer.security.audit.looks import Look, looks_at
from foyer.staff import queries as staff
from foyer.staff.roles import role_name

BACK = timedelta(days=365)
MOST = 200
_ACTS = (VIEWED.code, GLANCED.code, UNMASKED.code, GLASS_BROKEN.code)


@dataclass(frozen=True)
class Seen:
    """One line: on this day somebody of this role and kind of unit looked, for this purpose."""

    on: date
    role: str
    unit: str
    purpose: str
    values: tuple[str, ...]
    is_emergency: bool


def who_looked(customer_id: UUID, limit: int = 30) -> list[Seen]:
    """By day, newest first; the same role looking again on one day for the same purpose is one line. Four queries."""
    looks = looks_at(customer_id, _ACTS, since=clock.now() - BACK, limit=MOST)
    kinds = staff.unit_kinds_of({look.actor_id for look in looks if look.actor_id})
    plain = {(reason.use, reason.code): str(reason.plain) for reason in AccessReason.objects.all()}
    lines = [_line(look, kinds.get(look.actor_id, "") if look.actor_id else "", plain) for look in looks]
    return _joined(lines)[:limit]


def _line(look: Look, unit: str, plain: dict[tuple[str, str], str]) -> Seen:
    use = "break_glass" if look.act == GLASS_BROKEN.code else "unmask"
    purpose = plain.get((use, look.reason), "") or _("To serve you")
    role = next((role_name(code) for code in look.roles), _("A colleague"))
    values = tuple(name_of(field) for field in look.fields) if look.act == UNMASKED.code else ()
    return Seen(timezone.localtime(look.at).date(), role, unit, purpose, values, use == "break_glass")


def _joined(lines: list[Seen]) -> list[Seen]:
    """One line for each day, role, unit, purpose; its values together."""
    found: dict[tuple[date, str, str, str, bool], list[str]] = {}
    for line in lines:
        values = found.setdefault((line.on, line.role, line.unit, line.purpose, line.is_emergency), [])
        values.extend(value for value in line.values if value not in values)
    return [
        Seen(on, role, unit, purpose, tuple(values), emergency)
        for (on, role, unit, purpose, emergency), values in found.items()
    ]
