"""Why a conversation was offered to this colleague: the explainer of routing, for the person whose it was."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foyer.base.text import Bilingual
from foyer.conversations.holding import talks_of
from foyer.conversations.models import Assignment
from foyer.privacy.holders import Subject
from foyer.privacy.requests.explaining import MOST, Explained, Explainer, register


def _explained(subject: Subject) -> list[Explained]:
    """Each offer that routing made; whom colleagues chose themselves is no decision of a machine."""
    rows = Assignment.objects.filter(conversation__in=talks_of(subject).values("pk"), how=Assignment.How.OFFERED)
    return [_told(row) for row in rows.select_related("conversation", "queue").order_by("-at")[:MOST]]


def _told(row: Assignment) -> Explained:
    said = {"number": row.conversation.number, "queue": row.queue.name}
    return Explained(row.at, _("Conversation %(number)s was offered to a colleague of “%(queue)s”") % said, _why(row))


def _why(row: Assignment) -> tuple[str, ...]:
    """The reasons that were kept, and how many others were considered; nobody but the person is named."""
    reasons = tuple(str(Bilingual(reason["zh"], reason["en"])) for reason in row.reasons)
    ranked, left_out = (len(row.explanation.get(part, ())) for part in ("ranking", "left_out"))
    others = max(ranked - 1, 0) + left_out
    return (*(reasons or (_("Whoever had waited longest for work was next."),)), *_others(others))


def _others(count: int) -> tuple[Any, ...]:
    if not count:
        return ()
    told = ngettext("%(count)s other colleague was considered.", "%(count)s other colleagues were considered.", count)
    return (told % {"count": count},)


register(Explainer("conversations.routing", gettext_lazy("Who served you"), _explained))
