"""Finding what was said, in both languages, and only what one may see."""

import pytest

from foyer.base.actors import Actor
from foyer.conversations import actions, queries
from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import conversation, says, served_by
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast


def numbers(user: object, text: str) -> set[str]:
    return {hit["number"] for hit in queries.search(user, text)}


def test_chinese_is_found_by_any_piece_of_it(cast: Cast, queue: Queue) -> None:
    talk = conversation()
    says(talk, "我想提前归还个人住房贷款")
    says(conversation(), "银行卡被吞了")

    for piece in ("提前归还", "住房贷款", "贷款", "房贷款", "我想"):
        assert numbers(cast.supervisor, piece) == {talk.number}, piece
    assert numbers(cast.supervisor, "信用卡") == set()


def test_english_is_found_by_words_in_any_form(cast: Cast, queue: Queue) -> None:
    talk = conversation(language="en")
    says(talk, "My Cards were swallowed by the ATM yesterday")

    assert numbers(cast.supervisor, "card atm") == {talk.number}
    assert numbers(cast.supervisor, "ATM transfer") == set()


def test_a_hit_shows_the_words_around_and_where(cast: Cast, queue: Queue) -> None:
    talk = conversation()
    says(talk, "你好")
    says(talk, "前" * 100 + "汇款没有到账" + "后" * 200)

    (hit,) = queries.search(cast.supervisor, "没有到账")

    assert hit["seq"] == 2
    assert "没有到账" in hit["snippet"] and hit["snippet"].startswith("…") and hit["snippet"].endswith("…")


def test_notes_are_found_too_for_only_staff_search(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    actions.note(talk.id, text="客户情绪激动", by=Actor.staff(cast.agent))

    assert numbers(cast.agent, "情绪") == {talk.number}


def test_a_stranger_finds_nothing(cast: Cast, queue: Queue) -> None:
    says(conversation(), "挂失银行卡")

    assert numbers(cast.stranger, "挂失") == set()


def test_numbers_and_phones_find_exactly_theirs(cast: Cast, queue: Queue) -> None:
    customer = CustomerFactory(phone="13912345678")
    talk, _other = conversation(customer=customer), conversation()

    assert numbers(cast.supervisor, talk.number.lower()) == {talk.number}
    assert numbers(cast.supervisor, customer.number) == {talk.number}
    assert numbers(cast.supervisor, "139 1234 5678") == {talk.number}
    assert numbers(cast.supervisor, "1391234") == set()


def test_nothing_typed_finds_nothing(cast: Cast, queue: Queue) -> None:
    says(conversation(), "hello")

    for text in ("", "   ", "!!!", "' | & :*"):
        assert queries.search(cast.supervisor, text) == []


@pytest.mark.parametrize("limit", [2, 50])
def test_a_word_that_is_everywhere_is_found_in_the_newest_as_a_rare_one_is(
    cast: Cast, queue: Queue, limit: int
) -> None:
    for _ in range(3):
        says(conversation(), "请问有什么可以帮您")
    says(conversation(), "我的信用卡丢了")

    for who in (cast.supervisor, cast.stranger):
        rare = queries.search(who, "有什么可以", limit)
        common = queries.search(who, "有什么可以", limit, common=0)
        assert [hit["number"] for hit in common] == [hit["number"] for hit in rare]
        assert len(common) == (min(limit, 3) if who is cast.supervisor else 0)
