"""Words of one language in the other: read, translated, and met by articles that are written in that language alone."""

import pytest

from foyer.base.actors import SYSTEM
from foyer.knowledge import actions, queries
from foyer.knowledge.actions.naming import cleaned
from foyer.knowledge.queries.search import Question
from foyer.knowledge.shelf import current
from foyer.knowledge.shelf.dictionary import dictionary_of, shipped_entries
from foyer.knowledge.shelf.synonyms import english_words
from foyer.knowledge.shelf.volumes import Shelf
from foyer.knowledge.tests import factories
from foyer.knowledge.tests.test_one_language import spoken


def test_every_shipped_entry_says_a_word_in_both_languages_and_could_be_a_banks_own():
    for terms in shipped_entries():
        words = cleaned(terms)
        assert any(english_words(word) for word in words) and any(not word.isascii() for word in words), terms


def test_a_text_is_read_word_by_word_the_longest_first():
    dictionary = dictionary_of([])

    assert dictionary.read("信用卡丢了", "zh").translation == "credit card lost"
    assert dictionary.read("I lost my credit card", "en").translation == "丢信用卡"
    assert dictionary.read("莫须有 zyx", "zh").translation == ""


def test_both_languages_meet_in_the_same_entries():
    dictionary = dictionary_of([])

    ours, theirs = (
        dictionary.read("提前还款要违约金吗", "zh"),
        dictionary.read("Is there a penalty for early repayment?", "en"),
    )

    assert len(ours.entries & theirs.entries) >= 2


def test_a_phrase_is_translated_as_a_whole_and_meets_what_its_words_meet():
    dictionary = dictionary_of([("缴纳乌有", "pay the wibble"), ("乌有", "wibble")])

    whole, word = dictionary.read("缴纳乌有", "zh"), dictionary.read("wibble", "en")
    assert whole.translation == "pay the wibble" and word.entries.keys() <= whole.entries.keys()
    said = dictionary.read("pay the wibble", "en")
    assert said.translation == "缴纳乌有" and word.entries.keys() <= said.entries.keys()


def test_not_is_the_same_in_full_and_in_short():
    dictionary = dictionary_of([("不好使", "does not behave")])

    for said in ("it does not behave", "it doesn't behave", "it doesn’t behave"):
        assert "不好使" in dictionary.read(said, "en").translation
    assert dictionary.read("I can't open it", "en") == dictionary.read("I cannot open it", "en")


def test_words_of_the_other_language_and_figures_stay_as_they_are():
    dictionary = dictionary_of([])

    assert dictionary.read("绑定apple pay", "zh").translation == "bind apple pay"
    assert dictionary.read("transfer 500", "en").translation == "转账500"


def test_what_the_bank_says_itself_is_translated_too():
    assert dictionary_of([("小蓝", "little blue")]).read("小蓝", "zh").translation == "little blue"


def test_a_word_that_stands_in_several_entries_is_translated_where_it_stands_first():
    dictionary = dictionary_of([("丙", "zeta", "omega"), ("丁", "omega")])

    read = dictionary.read("omega", "en")

    assert read.translation == "丁" and len(read.entries) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "language"), [("I mislaid my card", "zh"), ("限额是多少", "en")])
def test_an_article_of_the_other_language_is_found_by_translated_words_alone(asked, language):
    spoken("card-lost", language)
    spoken("transfer-limit", language, factories.LIMIT)
    spoken("branch-hours", language, factories.HOURS)

    hits = Question(asked, by_words=True).hits()

    assert hits[0].article_code == ("card-lost" if language == "zh" else "transfer-limit")
    assert hits[0].written_in == language and hits[0].words == hits[0].ideas == 0


@pytest.mark.django_db
def test_the_banks_own_word_leads_to_an_article_of_the_other_language_at_once():
    spoken("card-lost", "zh")
    spoken("branch-hours", "zh", factories.HOURS)
    before = {hit.article_code: hit.score for hit in queries.search("my wibble")}

    actions.name_alike(["银行卡", "wibble"], by=SYSTEM)

    after = queries.search("my wibble")[0]
    assert after.article_code == "card-lost" and after.score > before.get("card-lost", 0) + 0.1


@pytest.mark.django_db
def test_where_every_article_is_in_both_languages_nothing_is_translated(monkeypatch):
    factories.shelf()
    shelf = current()
    assert isinstance(shelf, Shelf) and shelf.entries == ((), (), ())
    monkeypatch.setattr(type(shelf.dictionary), "read", lambda *_words: pytest.fail("nobody has to be translated for"))

    assert queries.search("我的卡丢了")[0].article_code == "card-lost"
