"""Canned responses: `/` and a shortcut in both languages, variables, and whose they are."""

import pytest
from django.core.exceptions import ValidationError

from foyer.base.text import Bilingual
from foyer.conversations import canned
from foyer.conversations.errors import NoSuchCannedResponse
from foyer.conversations.models import CannedResponse, Queue
from foyer.conversations.tests.factories import CannedResponseFactory, conversation
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast


def shortcuts(cast: Cast, typed: str) -> list[str]:
    return [found["shortcut"] for found in canned.find(cast.agent, typed, conversation=conversation())]


def test_a_shortcut_is_found_in_either_language(cast: Cast, queue: Queue) -> None:
    CannedResponseFactory(shortcut="hello", shortcut_zh="你好")
    CannedResponseFactory(
        shortcut="bye", shortcut_zh="再见", title=Bilingual("告别", "Goodbye"), text=Bilingual("再见", "Bye")
    )

    assert shortcuts(cast, "/hel") == ["hello"]
    assert shortcuts(cast, "/你") == ["hello"]
    assert shortcuts(cast, "/再见") == ["bye"]
    assert shortcuts(cast, "/goodb") == ["bye"]
    assert set(shortcuts(cast, "/")) == {"hello", "bye"}
    assert shortcuts(cast, "/xyz") == []


def test_what_is_used_most_comes_first(cast: Cast, queue: Queue) -> None:
    CannedResponseFactory(shortcut="hello-a")
    often = CannedResponseFactory(shortcut="hello-b")
    canned.used(cast.agent, often.id)

    assert shortcuts(cast, "/hello") == ["hello-b", "hello-a"]


def test_a_use_of_another_units_is_not_found_and_not_counted(cast: Cast, queue: Queue) -> None:
    theirs = CannedResponseFactory(shortcut="elsewhere", unit=cast.other_branch)

    with pytest.raises(NoSuchCannedResponse):
        canned.used(cast.agent, theirs.id)

    theirs.refresh_from_db()
    assert theirs.used_count == 0


def test_variables_are_filled_in_the_customers_language(cast: Cast, queue: Queue) -> None:
    CannedResponseFactory(shortcut="hello")
    zh = conversation(customer=CustomerFactory(name="李四"))
    en = conversation(language="en")

    (chinese,) = canned.find(cast.agent, "/hello", conversation=zh)
    (english,) = canned.find(cast.agent, "/hello", conversation=en)

    assert chinese["text"] == f"您好，李女士/先生，我是{cast.agent.display_name}。"
    assert english["text"] == f"Hello dear customer, this is {cast.agent.display_name}."


def test_the_units_own_are_offered_to_the_unit_only(cast: Cast, queue: Queue) -> None:
    CannedResponseFactory(shortcut="branch", unit=cast.branch)
    CannedResponseFactory(shortcut="elsewhere", unit=cast.other_branch)

    assert shortcuts(cast, "/") == ["branch"]


def test_an_unknown_variable_is_refused_when_it_is_written() -> None:
    response = CannedResponse(shortcut="x", title=Bilingual("问", "Q"), text=Bilingual("{{余额}}", "{{balance}}"))

    with pytest.raises(ValidationError):
        response.clean()
