"""Reads of consents and notices that other rooms and the pages use. Small frozen shapes; no rows leave here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.privacy.consents import doors, ledger, notices
from foyer.privacy.consents.kinds import names
from foyer.privacy.gates.persons import person
from foyer.privacy.models import Consent, ConsentState, NoticeShown, PrivacyNotice, Purpose


@dataclass(frozen=True)
class Choice:
    """One purpose as a person sees it. `state` is given, refused, withdrawn, expired, outdated (the terms changed),
    none (never asked) or fixed (nothing to choose); `is_on` whether the data is used now.
    """

    code: str
    group: str
    name: Bilingual
    plain: Bilingual
    means: Bilingual
    without: Bilingual
    retention: Bilingual
    basis: str
    articles: str
    kinds: list[str]
    channel: str
    is_fixed: bool
    is_separate: bool
    is_on: bool
    state: str
    since: datetime | None
    until: datetime | None
    receipt: str


def choices(who: Any, *, language: str) -> list[Choice]:
    """Every purpose in use, with what this person chose. Two queries."""
    found = person(who)
    states = {row.purpose_id: row for row in ConsentState.objects.filter(found.condition()).select_related("consent")}
    rows = Purpose.objects.filter(active_at__isnull=False)
    return [_choice(row, states.get(row.pk), language) for row in rows]


def choice(who: Any, code: str, *, language: str) -> Choice | None:
    """One of them."""
    return next((one for one in choices(who, language=language) if one.code == code), None)


@dataclass(frozen=True)
class Said:
    """One decision in somebody's history."""

    receipt: str
    purpose: str
    name: Bilingual
    decision: str
    label: str
    at: datetime
    door: str
    how: str
    on_behalf: bool
    version: int | None


def history(who: Any, *, most: int = 50) -> list[Said]:
    """What somebody decided, newest first."""
    rows = Consent.objects.filter(ledger.condition(person(who), clock.now()))
    return [
        Said(
            row.receipt, row.purpose.code, row.purpose.name, row.decision, str(row.get_decision_display()), row.at,
            doors.name_of(row.door), str(row.get_how_display()), row.by.startswith("staff:"),
            row.notice.version if row.notice else None,
        )
        for row in rows.select_related("purpose", "notice").order_by("-at", "-pk")[:most]
    ]  # fmt: skip


def notice_in_force() -> PrivacyNotice | None:
    """The version that counts now."""
    return ledger.in_force_at(clock.now())


def versions() -> list[PrivacyNotice]:
    """The published versions, newest first."""
    return list(PrivacyNotice.objects.filter(status="published").order_by("-version"))


def was_shown(who: Any, notice: PrivacyNotice) -> bool:
    return NoticeShown.objects.filter(person(who).condition(), notice=notice).exists()


@dataclass(frozen=True)
class Counted:
    """A purpose with how many people answered what."""

    purpose: Purpose
    given: int
    outdated: int
    refused: int
    withdrawn: int
    expired: int


def counted() -> list[Counted]:
    """Every purpose with its counts. Two queries."""
    tally = ConsentState.objects.filter(customer__isnull=False).values("purpose", "decision", "terms")
    found: dict[Any, dict[str, int]] = {}
    terms = dict(Purpose.objects.values_list("pk", "terms"))
    for row in tally.annotate(count=Count("pk")).order_by():
        is_old = row["decision"] == "given" and row["terms"] != terms.get(row["purpose"])
        of = found.setdefault(row["purpose"], {})
        name = "outdated" if is_old else row["decision"]
        of[name] = of.get(name, 0) + row["count"]
    names_ = ("given", "outdated", "refused", "withdrawn", "expired")
    return [
        Counted(row, *(found.get(row.pk, {}).get(name, 0) for name in names_)) for row in Purpose.objects.all()
    ]  # fmt: skip


def purpose_names() -> dict[str, Bilingual]:
    """Every purpose by code, as it is called."""
    return dict(Purpose.objects.values_list("code", "name"))


def state_at(who: Any, purpose: str, at: datetime) -> str:
    """What held at a past moment: given, refused, withdrawn, expired, outdated, or none."""
    answer = ledger.answer_at(person(who), purpose, at)
    if answer is None:
        return "none"
    if answer.decision != "given":
        return answer.decision
    if answer.expires_at is not None and answer.expires_at <= at:
        return "expired"
    return "given" if answer.terms == ledger.terms_at(purpose, at) else "outdated"


def _choice(row: Purpose, state: ConsentState | None, language: str) -> Choice:
    said = _state(row, state)
    return Choice(
        code=row.code, group=row.group, name=row.name, plain=row.plain, means=row.means, without=row.without,
        retention=row.retention_words, basis=str(row.get_basis_display()), articles=row.articles,
        kinds=names(row.kinds, language), channel=row.channel, is_fixed=row.rule == "always",
        is_separate=row.basis == "separate_consent", state=said, is_on=_is_on(row, said),
        since=state.decided_at if state else None, until=state.expires_at if state and said == "given" else None,
        receipt=state.consent.receipt if state else "",
    )  # fmt: skip


def _is_on(row: Purpose, state: str) -> bool:
    if row.rule == "opt_out":
        return state not in ("refused", "withdrawn")
    return row.rule == "always" or state == "given"


def _state(row: Purpose, state: ConsentState | None) -> str:
    if state is None:
        return state_of(row.rule, row.terms, "", "", None)
    return state_of(row.rule, row.terms, state.decision, state.terms, state.expires_at)


def state_of(rule: str, terms: str, decision: str, agreed: str, expires_at: datetime | None) -> str:
    """What an answer amounts to now: fixed, none, given, refused, withdrawn, expired, or outdated."""
    if rule == "always":
        return "fixed"
    if decision != "given":
        return decision or "none"
    if expires_at is not None and expires_at <= clock.now():
        return "expired"
    return "given" if terms and agreed == terms else "outdated"


def by_receipt(who: Any, receipt: str) -> Consent | None:
    """A decision by its receipt number, if it is this person's."""
    mine = ledger.condition(person(who), clock.now())
    rows = Consent.objects.filter(mine & Q(receipt=receipt)).select_related("purpose", "notice")
    return rows.first()


def draft() -> PrivacyNotice | None:
    """The version that is being written."""
    return PrivacyNotice.objects.filter(status=notices.DRAFT).first()
