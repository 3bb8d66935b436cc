"""What this part tells customers: what a customer chose, and whether their data may be used.

Customer 360 gets its section "consents"; `customers.basis` gets its answers from the gates.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from foyer.base.text import Bilingual
from foyer.customers import basis
from foyer.customers import queries as customers
from foyer.customers.profile.view import Line, section
from foyer.privacy import gates
from foyer.privacy.consents.queries import state_of
from foyer.privacy.models import Purpose

TONES = {"given": "ok", "refused": "bad", "withdrawn": "bad", "expired": "warn", "outdated": "warn"}
WORDS = {
    "given": _("agreed"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "expired": _("run out"),
    "outdated": _("to be asked again"),
    "none": _("not asked"),
}
PARTS = ("code", "name", "rule", "terms", "mine__decision", "mine__terms", "mine__decided_at", "mine__expires_at")


@section("consents", empty=_("No purpose waits for a choice."))
def consents(customer: UUID) -> list[Line]:
    """What the customer chose, purpose by purpose. One query."""
    mine = FilteredRelation("states", condition=Q(states__customer=customer))
    rows = Purpose.objects.filter(active_at__isnull=False).exclude(rule="always").annotate(mine=mine)
    return [_line(row) for row in rows.values(*PARTS)]


def _line(row: dict[str, Any]) -> Line:
    answer, agreed = row["mine__decision"] or "", row["mine__terms"] or ""
    state = state_of(row["rule"], row["terms"], answer, agreed, row["mine__expires_at"])
    at = row["mine__decided_at"]
    note = date_format(localtime(at), "SHORT_DATE_FORMAT") if at else ""
    name = row["name"] if isinstance(row["name"], Bilingual) else Bilingual.from_json(row["name"])
    return Line(str(name), WORDS[state], note=note, tone=TONES.get(state, ""), code=row["code"])


def _may(customer: UUID, purpose: str) -> bool:
    return bool(gates.may_use(customer, purpose))


def _of_these(ids: Iterable[UUID], purpose: str) -> set[UUID]:
    rows = customers.standing().filter(pk__in=list(ids))
    return set(gates.usable(rows, purpose).values_list("pk", flat=True))


basis.answered_by(_may, _of_these)
