"""Versions of the privacy notice: drafted by one person, published by a second, never changed afterwards.

A draft is words. What it says of purposes, kinds of data and retention is generated from the register when it is
proposed, and compared with the register again when it is approved.
"""

import hashlib
from pathlib import Path
from typing import Any

import rfc8785
import yaml
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock, house
from foyer.base.actors import Actor
from foyer.base.errors import Sentence
from foyer.base.events import publish as tell
from foyer.privacy.consents import acts
from foyer.privacy.consents.errors import AlreadyDrafted, NoSuchNotice, NoticeIncomplete, NoticePublished
from foyer.privacy.consents.events import NoticePublished as Published
from foyer.privacy.consents.kinds import KINDS
from foyer.privacy.consents.purposes import terms_of
from foyer.privacy.models import PrivacyNotice, Purpose
from foyer.staff import approvals

SHIPPED = Path(__file__).parent.parent / "fixtures" / "notice.yaml"
KIND = "privacy.publish_notice"
DRAFT, PUBLISHED = PrivacyNotice.Status.values
SECTIONS: dict[str, Sentence] = {
    "title": _("Title"),
    "who": _("Who handles your data"),
    "contact": _("How to reach us"),
    "means": _("How we handle it"),
    "sharing": _("Who else receives it"),
    "abroad": _("Where it is kept"),
    "automated": _("Decisions by machines"),
    "reading": _("How your messages are read"),
    "speech": _("When you speak to us"),
    "children": _("Children"),
    "retention": _("How long we keep it"),
    "rights": _("Your rights and how to use them"),
    "changes": _("When this notice changes"),
}
"""In the order they are read. PIPL 17 wants each of them; what for and which kinds comes from the register."""
Words = dict[str, dict[str, str]]


@transaction.atomic
def draft(*, by: Actor) -> PrivacyNotice:
    """Begin the next version, with the words of the last one, and the shipped ones of a section that is new. One draft
    at a time."""
    if PrivacyNotice.objects.filter(status=DRAFT).exists():
        raise AlreadyDrafted
    last = PrivacyNotice.objects.order_by("-version").first()
    version = (PrivacyNotice.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    notice = PrivacyNotice.objects.create(
        version=version, words={**shipped_words(), **(last.words if last else {})}, purposes=register(), made_by=str(by)
    )
    audit.record(acts.NOTICE_DRAFTED, by=by, on=f"notice:{notice.pk}", details={"version": version})
    return notice


@transaction.atomic
def write(notice_id: Any, words: Words, *, by: Actor) -> PrivacyNotice:
    """Change the words of a draft; a section that is left out stays."""
    notice = _draft(notice_id)
    changed = {code: said for code, said in words.items() if code in SECTIONS and notice.words.get(code) != said}
    if changed or notice.purposes != register():
        notice.words = {**notice.words, **changed}
        notice.purposes, notice.made_by = register(), str(by)
        notice.save(update_fields=["words", "purposes", "made_by"])
        audit.record(acts.NOTICE_DRAFTED, by=by, on=f"notice:{notice.pk}", fields=tuple(sorted(changed)))
    return notice


@transaction.atomic
def propose(notice_id: Any, *, by: Actor, reason: str = "") -> Any:
    """Ask a second person to publish it. NoticeIncomplete names what is missing in which language."""
    notice = _draft(notice_id)
    notice.purposes = register()
    notice.save(update_fields=["purposes"])
    missing = problems(notice)
    if missing:
        raise NoticeIncomplete(missing=[f"{code} ({language})" for code, language in missing])
    change = {"status": PUBLISHED, "digest": digest_of(notice)}
    return approvals.propose(KIND, notice.pk, change, by=by, reason=reason)


def _as_it_is(subject: str) -> dict[str, Any]:
    """The draft with the register as it is now: if a purpose changed since it was proposed, it is proposed again."""
    notice = PrivacyNotice.objects.select_for_update().filter(pk=subject).first()
    if notice is None:
        raise NoSuchNotice
    if notice.status == DRAFT:
        notice.purposes = register()
    return {"status": notice.status, "digest": "", "text": digest_of(notice)}


@approvals.kind(
    KIND, permission="privacy.approve_notice", current=_as_it_is, name=_("Publish a version of the privacy notice")
)
def publish(subject: str, change: dict[str, Any], *, by: Actor) -> PrivacyNotice:
    """The version is in force: from now consents are to its terms, and those to changed terms hold no longer."""
    notice = _draft(subject)
    notice.purposes, notice.digest = register(), change["digest"]
    notice.status, notice.published_at, notice.approved_by = PUBLISHED, clock.now(), str(by)
    notice.save()
    changed = _take_effect(notice)
    audit.record(
        acts.NOTICE_PUBLISHED, by=by, on=f"notice:{notice.pk}",
        details={"version": notice.version, "digest": notice.digest, "changed": changed},
    )  # fmt: skip
    tell(Published(notice.pk, notice.version, changed, str(by)))
    return notice


def _take_effect(notice: PrivacyNotice) -> list[str]:
    """Each purpose's terms are what this notice says; the codes of those that differ from before."""
    said = {one["code"]: one["terms"] for one in notice.purposes}
    changed = []
    for purpose in Purpose.objects.select_for_update().order_by("code"):
        new = said.get(purpose.code, "")
        if purpose.terms != new:
            if purpose.terms:
                changed.append(purpose.code)
            purpose.terms = new
            purpose.save(update_fields=["terms"])
    return changed


def register() -> list[dict[str, Any]]:
    """What a notice says of the purposes in use: in plain words, how, on which basis, with which kinds, how long."""
    rows = Purpose.objects.filter(active_at__isnull=False).order_by("place", "code")
    return [
        {
            "code": row.code,
            "group": row.group,
            "basis": row.basis,
            "articles": row.articles,
            "rule": row.rule,
            "is_sensitive": row.pipl_sensitive,
            "kinds": sorted(row.kinds),
            "channel": row.channel,
            "terms": terms_of(row),
            **{name: getattr(row, name).as_json() for name in ("name", "plain", "means", "without")},
            "retention": row.retention_words.as_json(),
        }
        for row in rows
    ]


def problems(notice: PrivacyNotice) -> list[tuple[str, str]]:
    """What is missing, as (section or purpose, language)."""
    missing = [
        (code, language)
        for code in SECTIONS
        for language in ("zh", "en")
        if not notice.words.get(code, {}).get(language, "").strip()
    ]
    for said in notice.purposes:
        texts = [said[name] for name in ("name", "plain", "means", "without", "retention")]
        texts += [KINDS[kind].name.as_json() for kind in said["kinds"] if kind in KINDS]
        missing += [
            (said["code"], language)
            for language in ("zh", "en")
            if not all(text.get(language, "").strip() for text in texts) or not said["kinds"]
        ]
    return missing


def digest_of(notice: PrivacyNotice) -> str:
    """The SHA-256 of everything the notice says, in canonical JSON (RFC 8785)."""
    said = {"version": notice.version, "words": notice.words, "purposes": notice.purposes}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def shipped_words() -> Words:
    """The words to begin with, with the house's own name and number."""
    shipped: Words = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    name, phone = house.name(), house.phone() or "—"
    return {
        code: {lang: text.strip().format(bank=name.in_(lang), phone=phone) for lang, text in said.items()}
        for code, said in shipped.items()
    }


def by_version(version: int, *, published_only: bool = True) -> PrivacyNotice:
    """One version; to the world only what was published."""
    rows = PrivacyNotice.objects.filter(version=version)
    found = rows.filter(status=PUBLISHED).first() if published_only else rows.first()
    if found is None:
        raise NoSuchNotice
    return found


def _draft(notice_id: Any) -> PrivacyNotice:
    notice = PrivacyNotice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    if notice.status == PUBLISHED:
        raise NoticePublished
    return notice
