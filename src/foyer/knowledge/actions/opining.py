"""Articles in one language alone are shown to the opinion across languages, off everybody's way.

It takes a second or two of one processor an article, once. Nothing is done where its package is not installed, or
where articles speak both languages.
"""

from uuid import UUID

import numpy as np
from django.conf import settings

from foyer.base.aids import Away
from foyer.base.encoders import Across, across
from foyer.base.jobs import job
from foyer.base.postgres.alone import alone
from foyer.knowledge.models import ArticleVersion, Phrasing, SentencesAbroad

AT_ONCE = 16  # versions that are kept together, so that no process reads the shelf again for each of them

NUMBERS = np.dtype("<f2")


def see_abroad_when_due() -> bool:
    """Have sentences seen that it has not seen yet, and let go of the others. Says whether there was anything to do."""
    here = across()
    wanted = _in_one_language() if here else set()
    seen = dict(SentencesAbroad.objects.values_list("version_id", "encoder"))
    if not (set(seen) - wanted) and (here is None or not _unseen(wanted, seen, here)):
        return False
    see_abroad.later()
    return True


@job("knowledge.see_abroad")
def see_abroad() -> None:
    """All that it has not seen, a few versions at a time; what is done is done when it is stopped."""
    with alone("see abroad") as is_mine:
        if is_mine:
            _see_abroad()


def _see_abroad() -> None:
    here = across()
    wanted = _in_one_language() if here else set()
    SentencesAbroad.objects.exclude(version__in=wanted).delete()
    if here is None:
        return
    unseen = _unseen(wanted, dict(SentencesAbroad.objects.values_list("version_id", "encoder")), here)
    for start in range(0, len(unseen), AT_ONCE):
        try:
            found = [_seen(here, version) for version in unseen[start : start + AT_ONCE]]
        except Away:
            return  # the next look tries again
        SentencesAbroad.objects.bulk_create(
            found, update_conflicts=True, unique_fields=["version"], update_fields=["encoder", "meanings"]
        )


def _unseen(wanted: set[UUID], seen: dict[UUID, str], here: Across) -> list[UUID]:
    return sorted(version for version in wanted if seen.get(version) != here.name)


def _in_one_language() -> set[UUID]:
    """The live versions that some customers' questions meet in the other language; none where no process holds them."""
    live = ArticleVersion.objects.filter(status="published", article__status="published")
    alone = {key for key, title in live.values_list("id", "title") if bool(title.zh) != bool(title.en)}
    if alone and Phrasing.objects.filter(version__in=live).count() > settings.FOYER_SEARCH_EXACT_UP_TO:
        return set()
    return alone


def _seen(here: Across, version: UUID) -> SentencesAbroad:
    rows = list(Phrasing.objects.filter(version=version).order_by("id").values_list("lang", "text"))
    meanings = [here.encode([text], lang)[0] for lang, text in rows]
    return SentencesAbroad(version_id=version, encoder=here.name, meanings=np.array(meanings, dtype=NUMBERS).tobytes())
