"""Articles from files: one YAML file or a folder of them. Good articles come in even when others are wrong.

An article that speaks to the assistant instead of the customer (security.detection.injections) is held back: it is
not entered at all, the report names it, and the trail says so. Whoever wants it writes it by hand, and a second person
reads it.

The one documented exception to the two-person rule: what the house ships, or an administrator loads from a reviewed
file, is published at once in the name of whoever loads it (by default the house itself).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.base import audit
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Refusal
from foyer.knowledge.actions.drafting import draft, edit
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.actions.publishing import go_live
from foyer.knowledge.files import Entry, Problem, read
from foyer.knowledge.models import Article, ArticleVersion, Status
from foyer.security.detection.injections import met

HELD_BACK = audit.kind("knowledge.held_back", gettext_lazy("Held back an article that tries to steer the assistant"))


@dataclass
class ImportReport:
    """What became of each article in the files."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems


def import_articles(path: str | Path, *, by: Actor = SYSTEM, keep_own: bool = False) -> ImportReport:
    """Publish every good article of a file or folder; loading the same files again changes nothing.

    With `keep_own` an article that is no longer published, or of which anybody but `by` has written a version, stays as
    it is.
    """
    report = ImportReport()
    entries = read(Path(path), report.problems)
    for entry in entries:
        if steering := _steering(entry):
            _hold(entry, steering, report, by)
        else:
            _import(entry, report, by, keep_own)
    if report.created or report.changed:
        relearn()
    return report


def _steering(entry: Entry) -> tuple[str, ...]:
    """Which patterns of steering an assistant its texts meet, each text by itself."""
    said = entry.content
    texts = [getattr(one, language) for one in (said.title, said.answer) for language in ("zh", "en")]
    texts += [text for half in (*said.questions.values(), *said.steps.values()) for text in half]
    return tuple(dict.fromkeys(code for text in texts for code in met(text)))


def _hold(entry: Entry, steering: tuple[str, ...], report: ImportReport, by: Actor) -> None:
    """Keep it out; the trail names the patterns, never the words."""
    report.held.append(entry.code)
    said = _("it tries to steer the assistant (%s) and was held back")
    report.problems.append(Problem(entry.file, entry.line, entry.code, said % ", ".join(steering)))
    details = {"patterns": list(steering), "file": entry.file}
    audit.record(HELD_BACK, by=by, on=f"article:{entry.code}", outcome="refused", details=details)


def _import(entry: Entry, report: ImportReport, by: Actor, keep_own: bool) -> None:
    if keep_own and _is_the_banks(entry.code, by):
        report.kept.append(entry.code)
        return
    try:
        with transaction.atomic():
            getattr(report, _load(entry, by)).append(entry.code)
    except Refusal as refusal:
        report.problems.append(Problem(entry.file, entry.line, entry.code, str(refusal.message)))


def _is_the_banks(code: str, by: Actor) -> bool:
    """Whether somebody but `by` has written a version of it, or it was withdrawn."""
    versions = ArticleVersion.objects.filter(article__code=code)
    return versions.exclude(written_by=str(by), article__status=Status.PUBLISHED).exists()


def _load(entry: Entry, by: Actor) -> str:
    """Bring one article in and say what that was: created, changed or unchanged."""
    article = Article.objects.filter(code=entry.code).first()
    about: dict[str, Any] = {"category": entry.category, "products": entry.products, "topic": entry.topic}
    if article is None:
        go_live(draft(code=entry.code, content=entry.content, by=by, **about), by=by)
        return "created"
    is_described = all(getattr(article, name) == value for name, value in about.items())
    spoken = article.current_version if article.status == Status.PUBLISHED else None
    if spoken is not None and is_described and spoken.fingerprint == entry.content.fingerprint:
        return "unchanged"  # an editor's open draft of the same article stays theirs
    version = edit(article, content=entry.content, by=by)
    if version.status == ArticleVersion.Status.PUBLISHED and article.status == Status.PUBLISHED and is_described:
        return "unchanged"
    Article.objects.filter(pk=article.pk).update(**about)
    if version.is_open:
        version.article.refresh_from_db()
        go_live(version, by=by)
    return "changed"
