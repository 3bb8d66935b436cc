"""No one where they do not belong: strangers, other units, visitors of other conversations, revoked tokens."""

import pytest

from foyer.base import live
from foyer.base.actors import ASSISTANT, SYSTEM, Actor
from foyer.base.errors import Forbidden
from foyer.base.live import Principal
from foyer.conversations import actions, queries
from foyer.conversations.access import sees
from foyer.conversations.errors import NoSuchConversation, NotYourTurn
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.tests.factories import QueueFactory, conversation, served_by, visitor, waiting
from foyer.staff.models import User
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory


@pytest.fixture
def talks(cast: Cast, queue: Queue) -> dict[str, Conversation]:
    """One conversation of each kind in the branch, and one in the other branch."""
    other = QueueFactory(unit=cast.other_branch, code="other")
    elsewhere = actions.transfer(waiting().id, to_queue=other, reason="moved", by=SYSTEM)
    return {
        "assisted": conversation(),
        "waiting": waiting(),
        "mine": served_by(cast.agent),
        "colleagues": served_by(cast.colleague),
        "elsewhere": elsewhere,
    }


def names(talks: dict[str, Conversation], user: User) -> set[str]:
    seen = set(queries.visible_to(user).values_list("pk", flat=True))
    return {name for name, talk in talks.items() if talk.pk in seen}


def test_each_sees_their_subtree_what_is_theirs_and_what_waits_for_them(cast: Cast, talks: dict) -> None:
    assert names(talks, cast.agent) == {"waiting", "mine", "colleagues"}
    assert names(talks, cast.supervisor) == {"assisted", "waiting", "mine", "colleagues"}
    assert names(talks, cast.stranger) == {"elsewhere"}
    assert names(talks, cast.administrator) == set(talks)


def test_one_without_a_unit_sees_only_what_is_theirs(cast: Cast, talks: dict) -> None:
    nobody = UserFactory(unit=None, role="agent", is_superuser=True)

    assert names(talks, nobody) == set()


def test_the_row_and_the_query_agree(cast: Cast, talks: dict) -> None:
    for user in (cast.agent, cast.colleague, cast.supervisor, cast.stranger, cast.administrator):
        visible = set(queries.visible_to(user).values_list("pk", flat=True))
        for talk in Conversation.objects.select_related("unit", "queue__unit"):
            assert sees(user, talk) == (talk.pk in visible)


def test_a_stranger_cannot_do_anything_with_it(cast: Cast, talks: dict) -> None:
    stranger, talk = Actor.staff(cast.stranger), talks["mine"]
    doings = [
        lambda: actions.note(talk.id, text="x", by=stranger),
        lambda: actions.whisper(talk.id, text="x", by=stranger),
        lambda: actions.take_over(talk.id, by=stranger),
        lambda: actions.assign(talk.id, to=cast.colleague, by=stranger),
        lambda: actions.transfer(talk.id, to_user=cast.colleague, reason="x", by=stranger),
        lambda: actions.return_to_queue(talk.id, by=stranger),
        lambda: actions.return_to_assistant(talk.id, by=stranger),
        lambda: actions.close(talk.id, disposition="solved", by=stranger),
        lambda: actions.reopen(talk.id, by=stranger),
        lambda: actions.mark_read(talk.id, 1, by=stranger),
        lambda: actions.typing(talk.id, by=stranger),
        lambda: actions.block_customer(talk.id, reason="x", by=stranger),
        lambda: actions.set_assurance(talk.id, level=3, method="x", by=stranger),
        lambda: queries.conversation_for(cast.stranger, talk.id),
    ]

    for doing in doings:
        with pytest.raises(NoSuchConversation):
            doing()


def test_another_visitor_cannot_do_anything_with_it(cast: Cast, talks: dict) -> None:
    guest, talk = Actor.visitor(visitor()), talks["mine"]
    doings = [
        lambda: actions.send(talk.id, text="x", client_id="1", by=guest),
        lambda: actions.request_person(talk.id, reason="asked", by=guest),
        lambda: actions.close(talk.id, disposition="solved", by=guest),
        lambda: actions.reopen(talk.id, by=guest),
        lambda: actions.rate(talk.id, score=1, by=guest),
        lambda: actions.mark_read(talk.id, 1, by=guest),
        lambda: actions.typing(talk.id, by=guest),
        lambda: queries.conversation_of(guest, talk.id),
    ]

    for doing in doings:
        with pytest.raises(NoSuchConversation):
            doing()


def test_a_visitor_has_none_of_the_verbs_of_staff(cast: Cast, talks: dict) -> None:
    talk = talks["mine"]
    owner = Actor.visitor(talk.visitor)
    doings = [
        lambda: actions.note(talk.id, text="x", by=owner),
        lambda: actions.take(talks["waiting"].id, by=owner),
        lambda: actions.transfer(talk.id, to_queue=talk.queue, reason="x", by=owner),
        lambda: actions.return_to_assistant(talk.id, by=owner),
        lambda: actions.set_assurance(talk.id, level=3, method="x", by=owner),
        lambda: actions.block_customer(talk.id, reason="x", by=owner),
    ]

    for doing in doings:
        with pytest.raises((NoSuchConversation, Forbidden)):
            doing()


def test_an_agent_decides_only_over_their_own(cast: Cast, talks: dict) -> None:
    with pytest.raises(NotYourTurn):
        actions.close(talks["colleagues"].id, disposition="solved", by=Actor.staff(cast.agent))
    with pytest.raises(Forbidden):
        actions.take_over(talks["colleagues"].id, by=Actor.staff(cast.agent))
    with pytest.raises(Forbidden):
        actions.whisper(talks["mine"].id, text="x", by=Actor.staff(cast.agent))


def test_who_may_watch_the_figures_may_not_act_in_conversations(cast: Cast, talks: dict) -> None:
    analyst = Actor.staff(UserFactory(username="analyst", role="analyst", unit=cast.branch))

    for doing in (
        lambda: actions.take_over(talks["mine"].id, by=analyst),
        lambda: actions.whisper(talks["mine"].id, text="x", by=analyst),
        lambda: actions.assign(talks["mine"].id, to=cast.colleague, by=analyst),
        lambda: actions.close(talks["mine"].id, disposition="solved", by=analyst),
        lambda: actions.take(talks["waiting"].id, by=analyst),
    ):
        with pytest.raises((Forbidden, NotYourTurn)):
            doing()


def test_the_assistant_decides_only_while_it_owns(talks: dict) -> None:
    with pytest.raises(NotYourTurn):
        actions.close(talks["mine"].id, disposition="solved", by=ASSISTANT)


def test_streams_open_to_those_who_may_read(cast: Cast, talks: dict) -> None:
    talk = talks["mine"]
    topic, owner = f"conversation:{talk.id}", Principal(Actor.visitor(talk.visitor))
    agent, stranger = Principal(Actor.staff(cast.agent)), Principal(Actor.staff(cast.stranger))

    assert live.may_read(owner, topic) and live.may_read(agent, topic)
    assert not live.may_read(stranger, topic)
    assert not live.may_read(Principal(Actor.visitor(visitor())), topic)
    assert live.may_read(agent, f"{topic}:staff")
    assert not live.may_read(owner, f"{topic}:staff") and not live.may_read(stranger, f"{topic}:staff")
    assert live.may_read(agent, f"staff:{cast.agent.id}") and not live.may_read(stranger, f"staff:{cast.agent.id}")
    assert live.may_read(agent, f"queue:{talk.queue_id}") and not live.may_read(stranger, f"queue:{talk.queue_id}")
    assert live.may_read(Principal(Actor.staff(cast.supervisor)), f"wall:{cast.branch.id}")
    assert not live.may_read(stranger, f"wall:{cast.branch.id}")
    for nonsense in ("conversation:1", "conversation:", f"{topic}:x", f"{topic}:staff:y", "wall:x", "nothing:1"):
        assert not live.may_read(agent, nonsense)


def test_a_revoked_token_opens_nothing(queue: Queue) -> None:
    guest, token = actions.start_visit(channel="portal", language="zh")
    assert queries.visitor_by_token(token) == guest
    assert live.authenticate_bearer(token) == Principal(Actor.visitor(guest))

    actions.end_visit(guest.id)

    assert queries.visitor_by_token(token) is None
    assert live.authenticate_bearer(token) is None
    with pytest.raises(NoSuchConversation):
        conversation(of=guest)


def test_the_customer_never_sees_notes_or_identifiers_of_staff(cast: Cast, talks: dict) -> None:
    talk = talks["mine"]
    actions.note(talk.id, text="内部说明", by=Actor.staff(cast.agent))
    actions.send(talk.id, text="您好", client_id="1", by=Actor.staff(cast.agent))

    shown = str(queries.thread(talk.id, viewer="customer"))

    assert "内部说明" not in shown and str(cast.agent.id) not in shown
    assert "内部说明" in str(queries.thread(talk.id, viewer="staff"))
