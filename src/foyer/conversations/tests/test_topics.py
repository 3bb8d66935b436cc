"""What a conversation is about decides the line it waits in."""

import pytest

from foyer.base.actors import ASSISTANT, Actor
from foyer.base.errors import Forbidden
from foyer.conversations import actions
from foyer.conversations.errors import NotYourTurn
from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import QueueFactory, conversation, says, served_by
from foyer.staff.tests.cast import Cast


def test_who_asks_for_a_person_later_waits_where_the_subject_is_known(cast: Cast, queue: Queue) -> None:
    cards = QueueFactory(unit=cast.branch, code="cards", topics=["cards"], is_default=False)
    talk = conversation()
    says(talk, "账单日是哪天")
    actions.set_topic(talk.id, "cards", by=ASSISTANT)

    waiting = actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))

    assert waiting.queue == cards


def test_the_assistant_may_not_say_what_an_agents_conversation_is_about(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    with pytest.raises(NotYourTurn):
        actions.set_topic(talk.id, "cards", by=ASSISTANT)
    with pytest.raises(Forbidden):
        actions.set_topic(talk.id, "fraud", by=Actor.visitor(talk.visitor))
