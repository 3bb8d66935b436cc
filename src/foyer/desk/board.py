"""What stands in the panes, read from the rooms below and made ready to draw."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.assistant import queries as assistant
from foyer.base import clock, live
from foyer.base.text import Bilingual, active_language
from foyer.conversations import queries as conversations
from foyer.customers.profile import view as profile
from foyer.desk.access import SERVE, leads
from foyer.desk.choices import URGENT_TOPICS
from foyer.servicing import queries as services

PAGE = 100


@dataclass(frozen=True)
class Group:
    """One heading of the left pane with its conversations."""

    key: str
    title: str
    items: list[dict[str, Any]]
    calls: list[dict[str, Any]] = field(default_factory=list)
    hint: str = ""
    folded: bool = False
    empty: str = ""


@dataclass(frozen=True)
class Standing:
    """What this colleague may do with this conversation now: decides buttons and ways to write."""

    mine: bool
    verbs: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)

    @property
    def can(self) -> str:
        return ",".join(self.modes)


def groups(user: Any) -> list[Group]:
    """The left pane: who calls me in, mine, the line of each queue, and folded below what is put aside or done."""
    mine = conversations.my_conversations(user)
    in_work = [item(card, user) for card in mine if card["status"] != "snoozed"]
    aside = [item(card, user) for card in mine if card["status"] == "snoozed"]
    done = [item(card, user) for card in conversations.closed_by_me(user)]
    return [
        *_calls(user),
        Group("mine", _("My conversations"), in_work, empty=_("Nothing in hand. New ones appear here.")),
        *_lines(user),
        *(_others(user) if leads(user) else []),
        Group("snoozed", _("Snoozed"), aside, folded=True),
        Group("closed", _("Recently closed"), done, folded=True),
    ]


def _calls(user: Any) -> list[Group]:
    """Notes that call me in and that I have not opened, also those written while I was away."""
    calls = [{**call, "at": _local(call["at"])} for call in conversations.mentions_of(user)]
    return [Group("calls", _("Calling you in"), [], calls)] if calls else []


def _lines(user: Any) -> list[Group]:
    """A heading for each queue in which somebody waits; one quiet line when nobody does."""
    waiting = [item(card, user) for card in conversations.waiting(user) if not _is_offered_to(card, user)]
    queues = {card["queue"]["id"]: card["queue"]["name"] for card in waiting}
    if not waiting:
        return [Group("waiting", _("Waiting"), [], empty=_("Nobody is waiting."))]
    return [
        Group(
            f"queue-{key}",
            _("Waiting · %(queue)s") % {"queue": name},
            [card for card in waiting if card["queue"]["id"] == key],
        )
        for key, name in queues.items()
    ]


def _others(user: Any) -> list[Group]:
    """For supervisors: what their people and the assistant have in hand."""
    served = [item(card, user) for card in conversations.in_hand(user) if card["assignee"]["id"] != str(user.pk)]
    assisted = [item(card, user) for card in conversations.assisted(user)]
    return [
        Group("in-hand", _("With colleagues"), served, folded=True),
        Group("assisted", _("With the assistant"), assisted, folded=True),
    ]


def _is_offered_to(card: dict[str, Any], user: Any) -> bool:
    return bool(card["offered_to"] and card["offered_to"]["id"] == str(user.pk))


def item(card: dict[str, Any], user: Any) -> dict[str, Any]:
    """A card with what its row shows besides: a name, the right time, whether it is offered to me."""
    return {
        **card,
        "name": name_of(card),
        "is_offer": _is_offered_to(card, user),
        "is_waiting": card["status"] == "waiting",
        "reply_total": _seconds_between(card["awaiting_since"], card["answer_by"]),
        "last": _local(card["last_at"]),
        "other_language": card["language"] if card["language"] != active_language() else "",
    }


def name_of(card: dict[str, Any]) -> str:
    """A customer's masked name; a visitor is told from others by the end of the conversation's number."""
    if card["customer"]:
        return str(card["customer"]["name"])
    return _("Visitor %(mark)s") % {"mark": card["number"][-4:]}


def standing(user: Any, card: dict[str, Any]) -> Standing:
    """Buttons and ways to write, by status and role."""
    mine = bool(card["assignee"] and card["assignee"]["id"] == str(user.pk))
    is_lead, status = leads(user), card["status"]
    verbs = list(_VERBS[status]["mine" if mine else "other"])
    if _is_offered_to(card, user):
        verbs.append("decline")
    if is_lead and not mine:
        verbs += _VERBS[status]["lead"]
    verbs.append("transcript")
    if user.has_perm("conversations.block_customer"):
        verbs.append("block")
    if not user.has_perm(SERVE):
        return Standing(mine, [], [])
    modes = (["messages"] if mine and status in ("active", "snoozed") else []) + ["note"]
    return Standing(
        mine,
        list(dict.fromkeys(verbs)),
        [*modes, *(["whisper"] if is_lead and not mine and status == "active" else [])],
    )


_SERVING = ["transfer", "snooze", "close", "to-queue", "to-assistant"]
_VERBS: dict[str, dict[str, list[str]]] = {
    "assisted": {"mine": [], "other": [], "lead": ["take-over", "assign"]},
    "waiting": {"mine": [], "other": ["take"], "lead": ["assign", "transfer", "to-assistant", "close"]},
    "active": {"mine": _SERVING, "other": [], "lead": ["take-over", "assign", "transfer", "to-queue", "close"]},
    "snoozed": {
        "mine": ["wake", *_SERVING],
        "other": [],
        "lead": ["take-over", "assign", "transfer", "to-queue", "close"],
    },
    "closed": {"mine": [], "other": ["reopen"], "lead": ["reopen"]},
}


def opened(user: Any, conversation_id: UUID) -> dict[str, Any]:
    """The middle pane: header, thread and composer, with the place in the live feed read before the thread."""
    conversation = conversations.conversation_for(user, conversation_id)
    conversations.looked(user, conversation)
    topics = [f"conversation:{conversation.pk}", f"conversation:{conversation.pk}:staff"]
    places = {topic: live.newest(topic) for topic in topics}
    messages = conversations.thread(
        conversation.pk, viewer="staff", before=conversation.last_seq + 1_000, limit=PAGE + 1
    )
    head = head_of(user, conversation)
    return {
        **head,
        "more": len(messages) > PAGE,
        "thread": {
            "messages": messages[-PAGE:],
            "places": places,
            "mine": head["standing"].mine,
            "customer_read": conversation.customer_read_seq,
            "customer_delivered": conversation.customer_delivered_seq,
        },
    }


def head_of(user: Any, conversation: Any) -> dict[str, Any]:
    """Header and composer."""
    card = item(conversations.card_json(conversation), user)
    return {
        "c": conversation,
        "card": card,
        "standing": standing(user, card),
        "assurance": conversations.assurance_of(conversation),
        "urgent_topics": URGENT_TOPICS,
        "feeling": assistant.feeling(conversation.pk),
        **_times(conversation),
    }


def _times(conversation: Any) -> dict[str, Any]:
    """First response and handle time, from the record of who had it in hand."""
    taken = [row.taken_at for row in conversation.assignments.all() if row.taken_at]
    first, answered = min(taken, default=None), conversation.first_response_at
    response = max(0, int((answered - first).total_seconds())) if first and answered else None
    return {"first_response": response, "handled_since": first if not conversation.is_closed else None}


def beside(user: Any, conversation: Any) -> dict[str, Any]:
    """The right pane."""
    customer = conversations.customer_card(conversation)
    if customer:
        profile.glanced(user, customer["id"], conversation.pk)
    return {
        **head_of(user, conversation),
        "customer": customer,
        "compact": profile.compact(customer["id"]) if customer else None,
        "reasons": _reasons(conversation),
        "services": services.beside(conversation.pk),
        "closure": conversation.closures.order_by("-at").first() if conversation.is_closed else None,
        "earlier": [item(card, user) for card in conversations.history(user, conversation, limit=8)],
    }


def _reasons(conversation: Any) -> list[str]:
    """Why this agent: the words routing kept with the newest assignment."""
    newest = conversation.assignments.order_by("-at").first()
    return [str(Bilingual.from_json(reason)) for reason in newest.reasons] if newest else []


def snooze_choices() -> list[tuple[str, str]]:
    """Until when to put something aside, as instants."""
    now = timezone.localtime(clock.now())
    tomorrow = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return [
        ((now + timedelta(minutes=30)).isoformat(timespec="seconds"), _("30 minutes")),
        ((now + timedelta(hours=1)).isoformat(timespec="seconds"), _("1 hour")),
        ((now + timedelta(hours=3)).isoformat(timespec="seconds"), _("3 hours")),
        (tomorrow.isoformat(timespec="seconds"), _("Tomorrow 9:00")),
    ]


def _seconds_between(start: str | None, end: str | None) -> int | None:
    if not start or not end:
        return None
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def _local(at: str | None) -> datetime | None:
    return timezone.localtime(datetime.fromisoformat(at)) if at else None
