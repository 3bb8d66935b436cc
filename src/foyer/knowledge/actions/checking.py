"""The register of doubts: what is new is opened, what is gone was mended, what is right is accepted with a reason."""

import time
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.aids import Away
from foyer.base.jobs import job
from foyer.knowledge.acts import ACCEPTED
from foyer.knowledge.checks import doubts, elsewhere
from foyer.knowledge.checks.doubts import Doubt
from foyer.knowledge.errors import NoSuchFinding, ReasonMissing
from foyer.knowledge.models import ArticleVersion, CheckRun, Finding

State = Finding.State
ASK_ELSEWHERE_EVERY = timedelta(days=1)
QUIET = timedelta(minutes=2)


@job("knowledge.check")
def check(with_pages: bool = False) -> None:
    """Look at everything that speaks now; pages elsewhere only where asked for. Nothing while the encoder is away: what
    was found before stays, and the watch asks again (`check_when_due`).
    """
    begun, started_at = time.perf_counter(), clock.now()
    try:
        found = doubts.found()
    except Away:
        return
    pages = list(elsewhere.found()) if with_pages else []
    with transaction.atomic():
        _keep(found, elsewhere_too=False)
        if with_pages:
            _keep(pages, elsewhere_too=True)
        CheckRun.objects.create(at=started_at, with_pages=with_pages, seconds=time.perf_counter() - begun)


def check_when_due() -> bool:
    """Check again once something was published since the last time, and pages elsewhere once a day."""
    last = CheckRun.objects.order_by("-at").first()
    pages = CheckRun.objects.filter(with_pages=True).order_by("-at").first()
    newest = ArticleVersion.objects.filter(published_at__isnull=False).order_by("-published_at").first()
    if newest is None or newest.published_at is None or clock.now() - newest.published_at < QUIET:
        return False
    ask_pages = pages is None or clock.now() - pages.at > ASK_ELSEWHERE_EVERY
    if last is not None and last.at > newest.published_at and not ask_pages:
        return False
    check.later(with_pages=ask_pages)
    return True


def _keep(found: Iterable[Doubt], *, elsewhere_too: bool) -> None:
    """Bring the register in step with what was found. What was accepted stays so as long as it is the same doubt."""
    keys = set()
    for doubt in found:
        keys.add(doubt.key)
        about = {"kind": doubt.kind, "article_id": doubt.article, "other_id": doubt.other, "details": doubt.details}
        row, is_new = Finding.objects.get_or_create(key=doubt.key, defaults=about)
        if not is_new and row.state == State.MENDED:
            row.state, row.settled_at, row.settled_by, row.found_at = State.OPEN, None, "", clock.now()
            row.save(update_fields=["state", "settled_at", "settled_by", "found_at"])
    gone = Finding.objects.filter(state=State.OPEN, details__has_key="elsewhere")
    if not elsewhere_too:
        gone = Finding.objects.filter(state=State.OPEN).exclude(details__has_key="elsewhere")
    settled = {"state": State.MENDED, "settled_at": clock.now(), "settled_by": str(SYSTEM)}
    gone.exclude(key__in=keys).update(**settled)


@transaction.atomic
def accept(finding_id: UUID | str, *, reason: str, by: Actor) -> Finding:
    """It is right as it is, and why. Said twice, said once."""
    finding = Finding.objects.select_for_update().select_related("article").filter(pk=finding_id).first()
    if finding is None:
        raise NoSuchFinding
    if not reason.strip():
        raise ReasonMissing
    if finding.state == State.OPEN:
        finding.state, finding.reason = State.ACCEPTED, reason.strip()[:300]
        finding.settled_at, finding.settled_by = clock.now(), str(by)
        finding.save(update_fields=["state", "reason", "settled_at", "settled_by"])
        audit.record(ACCEPTED, by=by, on=f"article:{finding.article.code}", details={"kind": str(finding.kind)})
    return finding


@transaction.atomic
def reconsider(finding_id: UUID | str, *, by: Actor) -> Finding:
    """An accepted doubt is open again."""
    finding = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None:
        raise NoSuchFinding
    if finding.state == State.ACCEPTED:
        finding.state, finding.settled_at, finding.settled_by, finding.reason = State.OPEN, None, "", ""
        finding.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    return finding
