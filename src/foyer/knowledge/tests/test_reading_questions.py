"""A question is read as it was meant: misspelt, written with characters that only sound right, typed in pinyin."""

import pytest

from foyer.base.actors import SYSTEM
from foyer.knowledge import actions, queries
from foyer.knowledge.shelf import current
from foyer.knowledge.shelf.vocabulary import distance
from foyer.knowledge.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf():
    factories.shelf()
    actions.name_alike(["挂失", "报失", "report lost", "block"], by=SYSTEM)
    actions.name_alike(["限额", "额度", "limit"], by=SYSTEM)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("I lost my crad", "I lost my card"),
        ("trasnfer limt", "transfer limit"),
        ("我要怎么挂师", "我要怎么挂失"),
        ("zhuanzhang xiane", "转账限额"),
        ("zhuan zhang xian e", "转账限额"),
        ("zhuanzhang额度", "转账额度"),
    ],
)
def test_what_was_meant_is_read_out_of_what_was_typed(typed, meant):
    assert current().reader.read(typed).text == meant


@pytest.mark.parametrize(
    "typed",
    [
        "I lost my card",
        "Can men change the limit?",
        "我的卡丢了",
        "landlord",
        "Restaurant",
        "app",
        "ATM",
        "他是我爸爸",
        "OK",
    ],
)
def test_what_is_right_is_left_alone(typed):
    reading = current().reader.read(typed)

    assert reading.text == typed and not reading.is_mended


def test_a_mended_question_finds_its_article_and_says_how_it_was_read():
    hit = queries.search("zhuanzhang xiane")[0]

    assert (hit.article_code, hit.read_as) == ("transfer-limit", "转账限额")
    assert queries.search("我的卡丢了")[0].read_as == ""


@pytest.mark.parametrize(
    ("one", "other", "letters"), [("card", "crad", 1), ("limit", "limt", 1), ("card", "card", 0), ("card", "bread", 3)]
)
def test_letters_apart_are_counted_with_neighbours_that_swapped_places(one, other, letters):
    assert distance(one, other, 2) == letters


@pytest.mark.parametrize(
    "typed", ["'" * 300, "a" * 5000, "卡" * 5000, "guashi" * 200, "ü ø ß İ", "a b c d e f g", "\u202e卡"]
)
def test_odd_text_is_read_without_harm(typed):
    assert isinstance(current().reader.read(typed).text, str)
