"""Reads of reasoned access: what waits, what was seen, what must be reviewed, how often each role looks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from foyer.base import clock, measures
from foyer.base.origin import origin
from foyer.privacy.access import policy
from foyer.privacy.access.glass import open_glass
from foyer.privacy.access.reasons import offered
from foyer.privacy.access.subjects import name_of
from foyer.privacy.access.ties import ties_of
from foyer.privacy.access.unmasking import KIND, midnight, used_today
from foyer.privacy.models import BreakGlass, Recertification, RecertificationLine, Unmasking
from foyer.staff import approvals
from foyer.staff import queries as staff
from foyer.staff.roles import ROLES, role_name

PAGE = 50


@dataclass(frozen=True)
class Rate:
    """M85 for one role: reveals, views, and their quotient; None where nobody viewed."""

    role: str
    name: str
    unmaskings: float
    views: float

    @property
    def share(self) -> float | None:
        return self.unmaskings / self.views if self.views else None


def offer(user: Any, customer_id: UUID, subject: str, place: str = "") -> dict[str, Any]:
    """What the dialog needs: open relations, the budget that is left, whether the glass may be broken."""
    rule, ties = policy.rule_for(user, subject), ties_of(user, customer_id)
    glass, kinds = open_glass(user, customer_id), {tie.kind for tie in ties}
    reasons = [reason for reason in offered("unmask") if glass or not reason.about or reason.about in kinds]
    return {
        "open": current(user, customer_id, subject, place),
        "ties": ties,
        "glass": glass,
        "may_break": user.has_perm("privacy.break_glass"),
        "reasons": reasons,
        "objects": [tie for tie in ties if tie.kind in {reason.about for reason in reasons}],
        "glass_reasons": [] if ties or glass else offered("break_glass"),
        "minutes": max(1, round(rule.seconds / 60)),
        "left": max(0, rule.daily_budget - used_today(user)),
        "rule": rule,
        "name": name_of(subject),
    }


def waiting(user: Any) -> list[dict[str, Any]]:
    """The requests this person may decide now, the oldest first, each with its approval. Two queries."""
    requests = {request.subject: request for request in approvals.waiting_for(user).filter(kind=KIND)}
    rows = _with(Unmasking.objects.filter(pk__in=requests, status="waiting")).order_by("asked_at")
    return [{**_row(row), "request": str(requests[str(row.pk)].pk)} for row in rows]


def seen(user: Any, *, page: int = 1) -> tuple[list[dict[str, Any]], bool]:
    """What people of the user's units unmasked, newest first; whether there is more. One query."""
    start = (page - 1) * PAGE
    rows = list(_with(_of_my_units(user))[start : start + PAGE + 1])
    return [_row(row) for row in rows[:PAGE]], len(rows) > PAGE


def trail_of(user: Any, customer_id: UUID, limit: int = 8) -> list[dict[str, Any]]:
    """Who unmasked what of this customer, for whoever sees the customer. One query."""
    return [_row(row) for row in _with(Unmasking.objects.filter(customer=customer_id))[:limit]]


def current(user: Any, customer_id: UUID, subject: str, place: str) -> Unmasking | None:
    """What this colleague asked for in this session and still sees or waits for: it needs no second reason."""
    mine = Unmasking.objects.filter(user=user, customer=customer_id, subject=subject, place=place)
    return mine.filter(session=origin().session, status="open", ends_at__gt=clock.now()).first()


def glasses(user: Any, *, reviewed: bool, limit: int = PAGE) -> list[BreakGlass]:
    """Broken glass in the units this supervisor sees: what is due first, or what was reviewed last. One query."""
    rows = BreakGlass.objects.filter(unit__in=staff.visible_units(user), reviewed_at__isnull=not reviewed)
    rows = rows.select_related("user", "unit", "reason", "customer", "reviewed_by")
    return list(rows.order_by("-reviewed_at" if reviewed else "due_at")[:limit])


def seen_under(glasses: list[BreakGlass]) -> dict[UUID, int]:
    """How many values were unmasked under each broken glass. One query."""
    if not glasses:
        return {}
    first = min(glass.opened_at for glass in glasses)
    rows = Unmasking.objects.filter(tie="break_glass", asked_at__gte=first, user__in={g.user_id for g in glasses})
    found = list(rows.values_list("user_id", "customer_id", "asked_at"))
    return {
        glass.pk: sum(
            1 for user, customer, at in found
            if user == glass.user_id and customer == glass.customer_id and glass.opened_at <= at <= glass.ends_at
        )
        for glass in glasses
    }  # fmt: skip


def rates(days: int = 30) -> list[Rate]:
    """M85 per role over the last days."""
    end = clock.now() + timedelta(seconds=1)
    begin = end - timedelta(days=days)
    reveals = measures.figures("privacy.unmaskings", begin, end, by="role")
    views = measures.figures("privacy.customer_views", begin, end, by="role")
    return [
        Rate(role, role_name(role), _sum(reveals, role), _sum(views, role))
        for role in (*ROLES, "") if role in reveals or role in views
    ]  # fmt: skip


def people_today(user: Any) -> list[dict[str, Any]]:
    """Who of the user's units unmasked today, how much of the budget is gone; the most first. One query."""
    rows = _of_my_units(user).filter(asked_at__gte=midnight()).exclude(status="refused").order_by()
    counted = rows.values("user", "user__display_name", "user__username", "role").annotate(count=Count("pk"))
    return [
        {
            "name": row["user__display_name"] or row["user__username"],
            "role": role_name(row["role"]),
            "count": row["count"],
            "budget": policy.USUAL.get(row["role"], policy.OTHERS).daily_budget,
        }
        for row in sorted(counted, key=lambda row: -row["count"])[:PAGE]
    ]


def recertifications(user: Any) -> QuerySet[Recertification]:
    """Those of the units this head sees, newest first, with how many lines are kept, removed and open. One query."""
    rows = Recertification.objects.filter(unit__in=staff.visible_units(user)).select_related("unit")
    rows = rows.annotate(
        lines_count=Count("lines"),
        kept=Count("lines", filter=Q(lines__decision="keep")),
        removed=Count("lines", filter=Q(lines__decision="remove")),
        undecided=Count("lines", filter=Q(lines__decision="")),
    )
    return rows.order_by("-month", "unit__path")


def lines_of(row: Recertification) -> list[RecertificationLine]:
    """Every role of every colleague in one month's recertification. One query."""
    return list(row.lines.select_related("user", "decided_by").order_by("user__display_name", "user__username", "role"))


def _sum(figures: dict[str, measures.Figure], role: str) -> float:
    return figures[role].sum if role in figures else 0


def _of_my_units(user: Any) -> QuerySet[Unmasking]:
    return Unmasking.objects.filter(user__unit__in=staff.visible_units(user))


def _with(rows: QuerySet[Unmasking]) -> QuerySet[Unmasking]:
    return rows.select_related("user__unit", "customer", "reason", "approved_by")


def _row(row: Unmasking) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "who": row.user.get_full_name(),
        "role": role_name(row.role),
        "unit": str(row.user.unit) if row.user.unit else "",
        "customer": str(row.customer_id),
        "number": row.customer.number,
        "subject": name_of(row.subject),
        "reason": str(row.reason.name),
        "about": row.about,
        "tie": row.tie,
        "status": row.status,
        "is_open": row.is_open,
        "asked_at": row.asked_at,
        "opened_at": row.opened_at,
        "ends_at": row.ends_at,
        "approved_by": row.approved_by.get_full_name() if row.approved_by else "",
    }
