"""That somebody was shown a notice: kept once for each version."""

from typing import Any

from foyer.privacy.consents.queries import notice_in_force
from foyer.privacy.gates.persons import person
from foyer.privacy.models import NoticeShown


def shown(who: Any, *, door: str, language: str) -> bool:
    """Remember that the notice in force was shown; False where there is none, or nobody to remember it of."""
    found, notice = person(who), notice_in_force()
    if notice is None or not (found.customer or found.visitor):
        return False
    NoticeShown.objects.bulk_create(
        [NoticeShown(notice=notice, door=door, language=language, **found.keys())], ignore_conflicts=True
    )
    return True
