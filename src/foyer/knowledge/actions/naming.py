"""The bank's synonyms: words that mean the same to a customer. A change counts at the next search, everywhere."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import normalise
from foyer.knowledge.acts import SYNONYMS
from foyer.knowledge.errors import BadSynonyms
from foyer.knowledge.models import SynonymGroup
from foyer.knowledge.models.synonym import LONGEST_TERM, MOST_TERMS

SHIPPED = Path(__file__).parents[1] / "fixtures" / "synonyms.txt"


@transaction.atomic
def name_alike(terms: Sequence[str], *, by: Actor) -> SynonymGroup:
    """Begin a group of words that mean the same."""
    group = SynonymGroup(terms=cleaned(terms), edited_by=str(by), edited_at=clock.now())
    group.save(force_insert=True)
    _told(group, by)
    return group


@transaction.atomic
def change_synonyms(group: SynonymGroup, terms: Sequence[str], *, by: Actor, is_active: bool = True) -> SynonymGroup:
    """Give a group other words, or take it out of use; the same again changes nothing."""
    group = SynonymGroup.objects.select_for_update().get(pk=group.pk)
    wanted = cleaned(terms)
    if (group.terms, group.is_active) == (wanted, is_active):
        return group
    group.terms, group.is_active = wanted, is_active
    group.edited_by, group.edited_at = str(by), clock.now()
    group.save()
    _told(group, by)
    return group


def cleaned(terms: Sequence[str]) -> list[str]:
    """The words as they are kept, each once. Refused: fewer than two, too many, too long, or one Latin letter."""
    words = list(dict.fromkeys(normalise(term) for term in terms if term.strip()))
    too_long = [word for word in words if len(word) > LONGEST_TERM]
    too_short = [word for word in words if len(word) == 1 and word.isascii()]
    if len(words) < 2 or len(words) > MOST_TERMS or too_long or too_short or any("\x00" in word for word in words):
        raise BadSynonyms(words=[word[:LONGEST_TERM] for word in too_long + too_short])
    return words


@transaction.atomic
def import_synonyms(path: Path = SHIPPED, *, by: Actor = SYSTEM) -> int:
    """Bring in a file of groups; what the bank has edited since stays as it is. Says how many are new or changed."""
    kept = {group.shipped: group for group in SynonymGroup.objects.exclude(shipped="")}
    changed = 0
    for terms in shipped_groups(path):
        key = hashlib.sha256(terms[0].encode()).hexdigest()
        group = kept.get(key)
        if group is None:
            SynonymGroup.objects.create(terms=terms, shipped=key, edited_by=str(by), edited_at=clock.now())
        elif group.edited_by == str(by) and group.terms != terms:
            SynonymGroup.objects.filter(pk=group.pk).update(terms=terms, edited_at=clock.now())
        else:
            continue
        changed += 1
    return changed


def shipped_groups(path: Path = SHIPPED) -> list[list[str]]:
    """The groups of a file, as they are kept."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [cleaned(line.replace("|", ",").split(",")) for line in lines if line and not line.startswith("#")]


def _told(group: SynonymGroup, by: Actor) -> None:
    audit.record(SYNONYMS, by=by, on=f"synonyms:{group.pk}", details={"words": group.terms, "in_use": group.is_active})
