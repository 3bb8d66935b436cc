"""What is learned from, as colleagues edit it: intents and their phrasings. Every change is in the trail."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foyer.assistant.intents import acts
from foyer.assistant.intents.errors import AlreadyPhrased, BadIntent, BadPhrasing, NoSuchIntent
from foyer.assistant.models import Intent, IntentPhrasing
from foyer.assistant.models.intents import LONGEST
from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual, detect_language, normalise

_CODE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
Origin = IntentPhrasing.Origin


def intent_of(code: str) -> Intent:
    found = Intent.objects.filter(code=code).first()
    if found is None:
        raise NoSuchIntent
    return found


@transaction.atomic
def write(code: str, *, name: Bilingual, description: Bilingual | None = None, by: Actor) -> Intent:
    """Add an intent, or give a known one other words. Written the same again, nothing changes."""
    name = Bilingual(name.zh.strip(), name.en.strip())
    description = description or Bilingual()
    if not (
        _CODE.fullmatch(code) and len(code) <= 60 and name.zh and name.en and max(len(name.zh), len(name.en)) <= 80
    ):
        raise BadIntent
    intent, is_new = Intent.objects.get_or_create(code=code, defaults={"name": name, "description": description})
    if not is_new and (intent.name, intent.description) == (name, description):
        return intent
    intent.name, intent.description = name, description
    intent.save(update_fields=["name", "description"])
    audit.record(acts.WRITTEN, by=by, on=f"intent:{code}", details={"new": is_new})
    return intent


@transaction.atomic
def retire(code: str, *, by: Actor) -> Intent:
    """Learn it no more from the next version on; its phrasings are kept."""
    return _set_retired(code, clock.now(), acts.RETIRED, by)


@transaction.atomic
def restore(code: str, *, by: Actor) -> Intent:
    """Learn it again."""
    return _set_retired(code, None, acts.RESTORED, by)


@transaction.atomic
def add(code: str, text: str, *, by: Actor, origin: str = Origin.WRITTEN, lang: str = "") -> IntentPhrasing:
    """Add a phrasing. Refused: empty, too long, or the intent has it already but for capitals and marks."""
    intent, text = intent_of(code), cleaned(text)
    phrasing = IntentPhrasing(
        intent=intent, text=text, key=key_of(text), origin=origin, lang=lang or detect_language(text), added_by=str(by)
    )
    try:
        with transaction.atomic():
            phrasing.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyPhrased from error
    audit.record(acts.PHRASED, by=by, on=f"intent:{code}", details={"phrasing": str(phrasing.pk), "origin": origin})
    return phrasing


@transaction.atomic
def remove(phrasing_id: Any, *, by: Actor) -> None:
    """Take a phrasing out. Asked twice, done once."""
    phrasing = IntentPhrasing.objects.select_for_update(of=("self",)).select_related("intent").filter(pk=phrasing_id)
    found = phrasing.first()
    if found is None:
        return
    audit.record(acts.UNPHRASED, by=by, on=f"intent:{found.intent.code}", details={"phrasing": str(found.pk)})
    found.delete()


@transaction.atomic
def move(phrasing_id: Any, *, to: str, by: Actor) -> IntentPhrasing:
    """Give a phrasing to the intent it belongs to."""
    phrasing = IntentPhrasing.objects.select_for_update(of=("self",)).select_related("intent").filter(pk=phrasing_id)
    found, intent = phrasing.first(), intent_of(to)
    if found is None:
        raise BadPhrasing(_("This phrasing is no longer there."), mend="")
    if found.intent_id == intent.pk:
        return found
    if intent.phrasings.filter(key=found.key).exists():
        raise AlreadyPhrased
    details = {"phrasing": str(found.pk), "from": found.intent.code}
    found.intent = intent
    found.save(update_fields=["intent"])
    audit.record(acts.MOVED, by=by, on=f"intent:{to}", details=details)
    return found


def cleaned(text: str) -> str:
    """One line without what cannot be seen. Raises BadPhrasing."""
    text = " ".join(text.split())
    if not 1 <= len(text) <= LONGEST or not any(letter.isalnum() for letter in text):
        raise BadPhrasing
    return text


def key_of(text: str) -> str:
    """The same for texts that differ in capitals, width, spaces and marks only."""
    bare = re.sub(r"[\W_]+", " ", normalise(text)).strip()
    return hashlib.sha256(bare.encode()).hexdigest()


def _set_retired(code: str, at: Any, act: audit.Kind, by: Actor) -> Intent:
    intent = Intent.objects.select_for_update().filter(code=code).first()
    if intent is None:
        raise NoSuchIntent
    if bool(intent.retired_at) == bool(at):
        return intent
    intent.retired_at = at
    intent.save(update_fields=["retired_at"])
    audit.record(act, by=by, on=f"intent:{code}")
    return intent
