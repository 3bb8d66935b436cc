"""What personal data may be used for: entered from the shipped list once, then kept by the bank."""

import hashlib
from pathlib import Path
from typing import Any

import rfc8785
import yaml
from django.apps import AppConfig
from django.apps import apps as installed
from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.privacy.consents import acts
from foyer.privacy.consents.errors import AssessmentMissing, NoSuchPurpose
from foyer.privacy.models import Purpose
from foyer.security.risks import assessments

SHIPPED = Path(__file__).parent.parent / "fixtures" / "purposes.yaml"
BILINGUAL = ("name", "plain", "means", "without", "retention_words")
RULES: tuple[dict[str, Any], ...] = (
    {"group": "marketing", "channel": "", "calendar": "contact", "most": 4, "days": 30},
    {"group": "marketing", "channel": "phone", "calendar": "contact", "most": 1, "days": 30},
    {"group": "marketing", "channel": "sms", "calendar": "contact", "most": 2, "days": 7},
    {"group": "survey", "channel": "", "calendar": "contact", "most": 1, "days": 90},
    {"group": "experience", "channel": "", "calendar": "contact", "most": 1, "days": 14},
    {"group": "service", "channel": "phone", "calendar": "contact"},
)
CONTACT_HOURS = dict.fromkeys(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "09:00-20:00"
)


def shipped() -> list[dict[str, Any]]:
    """The lines of the shipped list, texts as Bilingual."""
    lines = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return [
        {**line, **{name: Bilingual(**line[name]) for name in BILINGUAL}, "place": place}
        for place, line in enumerate(lines, start=1)
    ]


def enter_after_migrate(sender: AppConfig, using: str, apps: Any = installed, **_signal: Any) -> None:
    """Enter the shipped purposes and limits that are not there yet; what the bank changed stays."""
    try:
        purpose, ask = apps.get_model("privacy", "Purpose"), apps.get_model("privacy", "AskPolicy")
        rule, calendar = apps.get_model("privacy", "ContactRule"), apps.get_model("base", "Calendar")
    except LookupError:
        return
    with transaction.atomic(using=using):
        for line in shipped():
            purpose.objects.using(using).get_or_create(code=line["code"], defaults={**line, "active_at": clock.now()})
        ask.objects.using(using).get_or_create(purpose=None)
        for line in RULES:
            keys = {name: line[name] for name in ("group", "channel")}
            rule.objects.using(using).get_or_create(**keys, defaults=line)
        _contact_hours(calendar.objects.using(using))


def _contact_hours(calendars: Any) -> None:
    calendars.get_or_create(
        code="contact",
        defaults={"name": Bilingual("可联系时段", "Hours of contact"), "zone": "Asia/Shanghai", **CONTACT_HOURS},
    )


def by_code(code: str) -> Purpose:
    """A purpose, or NoSuchPurpose."""
    found = Purpose.objects.filter(code=code).first()
    if found is None:
        raise NoSuchPurpose
    return found


def terms_of(purpose: Purpose) -> str:
    """The fingerprint of what a person agrees to: the purpose, how it is done, with which kinds, on which basis."""
    said = {
        "code": purpose.code,
        "plain": purpose.plain.as_json(),
        "means": purpose.means.as_json(),
        "kinds": sorted(purpose.kinds),
        "basis": purpose.basis,
        "channel": purpose.channel,
    }
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


@transaction.atomic
def activate(code: str, *, by: Actor, assessment: str = "") -> Purpose:
    """Let a purpose be used. One that needs an impact assessment is refused without an approved one. Twice is once."""
    purpose = Purpose.objects.select_for_update().filter(code=code).first()
    if purpose is None:
        raise NoSuchPurpose
    purpose.assessment = assessment or purpose.assessment
    is_new = purpose.active_at is None
    if is_new and purpose.needs_assessment and not assessments.approved(purpose.assessment, f"purpose:{code}"):
        raise AssessmentMissing
    if is_new:
        purpose.active_at = clock.now()
        purpose.save(update_fields=["active_at", "assessment"])
        audit.record(acts.PURPOSE_ACTIVATED, by=by, on=f"purpose:{code}", purpose=code, reason=purpose.assessment)
    return purpose


@transaction.atomic
def suspend(code: str, *, by: Actor, reason: str) -> Purpose:
    """Nobody's data is used for this until it is activated again. At once."""
    purpose = Purpose.objects.select_for_update().filter(code=code).first()
    if purpose is None:
        raise NoSuchPurpose
    if purpose.active_at is not None:
        purpose.active_at = None
        purpose.save(update_fields=["active_at"])
        audit.record(acts.PURPOSE_SUSPENDED, by=by, on=f"purpose:{code}", purpose=code, reason=reason[:200])
    return purpose
