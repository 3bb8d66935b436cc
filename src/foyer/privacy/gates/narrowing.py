"""Where queries are built: rows of those only whose data may be used for a purpose. One condition in SQL, no loop."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.privacy.gates import refusals, stops
from foyer.privacy.gates.decisions import NoBasis, say
from foyer.privacy.gates.terms import Terms, read
from foyer.privacy.models import ConsentState

M = TypeVar("M", bound=Model)


def usable(
    queryset: "QuerySet[M]", purpose: str, customer_field: str = "pk", *, kinds: Iterable[str] = (), by: Actor = SYSTEM
) -> "QuerySet[M]":
    """The rows whose customer allows the purpose; NoBasis for a purpose that nobody declared or that is not in use.

    `customer_field` leads from a row to the customer's id ("pk", "customer", "record__customer"). Rows of nobody in
    particular are left out wherever somebody would have to agree.
    """
    terms = read(purpose)
    problem = _problem(terms, frozenset(kinds))
    if terms is None or problem:
        decision = say(False, problem, purpose)
        refusals.note(decision, by)
        raise NoBasis(decision)
    found = queryset.filter(_condition(terms, customer_field))
    for one in stops.for_group(terms.group):
        stopped = one.customers().filter(customer=OuterRef(customer_field))
        found = found.filter(~Exists(stopped))
    return found


def _problem(terms: Terms | None, kinds: frozenset[str]) -> str:
    if terms is None:
        return "unknown_purpose"
    if not terms.is_active:
        return "not_in_use"
    return "" if kinds <= set(terms.kinds) else "kind_not_covered"


def _condition(terms: Terms, customer_field: str) -> Any:
    if terms.rule == "always":
        return Q()
    answers = ConsentState.objects.filter(purpose__code=terms.code, customer=OuterRef(customer_field))
    if terms.rule == "opt_out":
        no = answers.filter(decision__in=("refused", "withdrawn"))
        return ~Exists(no) & Q(**{f"{customer_field}__isnull": False})
    now = clock.now()
    holds = Q(expires_at=None) | Q(expires_at__gt=now)
    return Exists(answers.filter(holds, decision="given", terms=terms.terms or "-"))
