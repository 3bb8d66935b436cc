"""An open conversation is a relation with its customer: for its agent, who is offered it, and who leads them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.conversations.access import leads, visible_to
from foyer.conversations.models import Conversation
from foyer.conversations.states import Status
from foyer.privacy.access import Tie, relation

MOST = 5


def open_conversations(user: Any, customer_id: UUID) -> Iterator[Tie]:
    """Those in the colleague's hands; for a supervisor all that are open in their units."""
    mine = Q(assignee=user.pk) | Q(offered_to=user.pk)
    found = visible_to(user) if leads(user) else Conversation.objects.filter(mine)
    found = found.filter(customer=customer_id).exclude(status=Status.CLOSED).order_by("-opened_at")
    for pk, number in found.values_list("pk", "number")[:MOST]:
        yield Tie(f"conversation:{pk}", _("Conversation %(number)s") % {"number": number})


relation("conversation", name=gettext_lazy("Open conversation"), find=open_conversations)
