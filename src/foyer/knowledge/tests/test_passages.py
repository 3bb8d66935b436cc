"""A passage has an exact place in one version, and the place can be written into an address and read back."""

import pytest

from foyer.base.actors import SYSTEM
from foyer.base.text import Bilingual
from foyer.knowledge import actions, queries
from foyer.knowledge.models import Phrasing
from foyer.knowledge.passages import Place, place_of, sentences_of
from foyer.knowledge.tests import factories

ANSWER = "  请马上挂失您的卡。补卡工本费：借记卡5元；信用卡15元。  See the app. It costs 3.5 yuan! "


def test_every_sentence_stands_exactly_where_it_says():
    places = sentences_of(ANSWER)

    assert [place.text_in(ANSWER, []) for place in places] == [
        "请马上挂失您的卡。", "补卡工本费：借记卡5元；", "信用卡15元。", "See the app.", "It costs 3.5 yuan!",
    ]  # fmt: skip
    assert all(ANSWER[place.start : place.end] == place.text_in(ANSWER, []) for place in places)


@pytest.mark.django_db
def test_the_sentences_of_a_page_are_those_that_the_search_keeps():
    version = factories.draft(words={**factories.LOST, "answer": Bilingual(ANSWER, "One. Two words; three!")})
    kept = set(Phrasing.objects.filter(version=version, kind="passage").values_list("text", flat=True))

    for lang in ("zh", "en"):
        answer = version.answer.in_(lang)
        assert {place.text_in(answer, []) for place in sentences_of(answer)} <= kept


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("a0-3", Place("answer", 0, 3)),
        ("s1-2", Place("steps", 1, 2)),
        ("s1-3", None),
        ("a3-3", None),
        ("a5-3", None),
        ("a0-999", None),
        ("a-1-3", None),
        ("a0-3<script>", None),
        ("a0-3\n", None),
        ("a٠-٣", None),
        ("", None),
        ("a000000-3", None),
    ],
)
def test_only_places_of_this_wording_are_read_out_of_an_address(written, place):
    assert place_of(written, "一二三四", ["one", "two"]) == place


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "code", "passage"),
    [
        ("一天最多转多少", "transfer-limit", "手机银行每日转账限额为五十万元。"),
        ("how much may I send a day", "transfer-limit", "You may send up to CNY 500,000 a day in the app."),
        ("周几几点开门", "branch-hours", "网点工作日九点到十七点营业。"),
    ],
)
def test_the_passage_that_answers_is_found_with_its_place(asked, code, passage):
    factories.shelf()

    found = queries.passages(asked)[0]
    page = queries.article(found.code, found.version, found.lang)

    assert (found.code, found.text) == (code, passage)
    assert page.answer[found.start : found.end] == passage
    assert found.url == f"/articles/{code}/1?lang={found.lang}&at={found.place}#passage"


@pytest.mark.django_db
def test_a_passage_is_given_in_the_language_the_article_has():
    words = {
        "title": Bilingual("小语种", ""),
        "answer": Bilingual("我们用中文回答这个问题。", ""),
        "questions": {"zh": factories.LOST["questions"]["zh"], "en": []},
        "steps": {"zh": ["一"], "en": []},
    }
    version = actions.draft(
        code="only-zh", category="cards", content=factories.content(words), by=SYSTEM, unfinished=True
    )
    from foyer.knowledge.actions.publishing import go_live

    go_live(version, by=SYSTEM)
    actions.relearn()

    found = queries.passages("I lost my card", "en")[0]

    assert (found.lang, found.text) == ("zh", "我们用中文回答这个问题。")


@pytest.mark.django_db
def test_what_is_for_staff_only_gives_no_passage_to_a_customer():
    factories.published("card-lost", {**factories.LOST, "audience": "staff"})

    assert queries.passages("我的卡丢了") == []
    assert queries.passages("我的卡丢了", audience="staff")[0].code == "card-lost"
