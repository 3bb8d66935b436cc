"""What tells an article in one language from others when it is asked for in the other: learned by a job, then used."""

import numpy as np
import pytest

from foyer.base import jobs
from foyer.base.actors import SYSTEM
from foyer.base.meaning import AID
from foyer.knowledge import actions, queries
from foyer.knowledge.actions.translating import translations
from foyer.knowledge.models import DirectionAbroad
from foyer.knowledge.shelf import current
from foyer.knowledge.tests import factories
from foyer.knowledge.tests.test_one_language import spoken

pytestmark = pytest.mark.django_db


def in_chinese_alone():
    spoken("card-lost", "zh")
    spoken("transfer-limit", "zh", factories.LIMIT)
    factories.published("branch-hours", factories.HOURS, category="branch")


def learn_abroad():
    """Whether there was anything to learn; it is learned."""
    is_due = actions.learn_abroad_when_due()
    jobs.run_waiting()
    return is_due


def kept():
    return dict(DirectionAbroad.objects.values_list("version__article__code", "learned_from"))


def test_versions_in_one_language_get_theirs_once_and_search_goes_by_it():
    in_chinese_alone()
    before = {hit.article_code: hit.direction for hit in queries.search("somebody took my debit card")}

    learn_abroad()

    after = {hit.article_code: hit.direction for hit in queries.search("somebody took my debit card")}
    assert set(kept()) == {"card-lost", "transfer-limit"}
    assert after["card-lost"] > before["card-lost"] and after["card-lost"] > after["transfer-limit"]
    assert not learn_abroad()


def test_whoever_asks_in_the_language_of_the_article_notices_nothing():
    in_chinese_alone()
    before = queries.search("我的卡丢了")

    learn_abroad()

    assert queries.search("我的卡丢了") == before
    directions, abroad = current().directions, current().directions_abroad
    places = {volume.code: place for place, volume in enumerate(current().volumes)}
    assert np.array_equal(directions[places["branch-hours"]], abroad[places["branch-hours"]])
    assert not np.array_equal(directions[places["card-lost"]], abroad[places["card-lost"]])


def test_a_new_article_or_a_new_word_has_all_of_them_learned_anew():
    in_chinese_alone()
    learn_abroad()
    first = kept()

    actions.name_alike(["银行卡", "wibble"], by=SYSTEM)
    assert learn_abroad()
    second = kept()
    spoken("branch-closed", "zh", {**factories.HOURS})
    assert learn_abroad()

    assert len(first) == len(second) == 2 and len(kept()) == 3
    assert len({*first.values(), *second.values(), *kept().values()}) == 3


def test_the_translation_that_comes_later_takes_it_away():
    in_chinese_alone()
    learn_abroad()
    article = DirectionAbroad.objects.get(version__article__code="card-lost").version.article

    factories.go_live(actions.edit(article, content=factories.content(), by=SYSTEM), by=SYSTEM)
    actions.relearn()
    learn_abroad()

    assert set(kept()) == {"transfer-limit"}


def test_a_bank_that_speaks_both_languages_pays_nothing(django_assert_num_queries):
    factories.shelf()

    with django_assert_num_queries(2):
        assert not actions.learn_abroad_when_due()

    assert not DirectionAbroad.objects.exists()


def test_nor_does_one_with_so_many_sentences_that_no_process_holds_their_meanings(settings):
    in_chinese_alone()
    settings.FOYER_SEARCH_EXACT_UP_TO = 3

    assert not learn_abroad() and not kept()


def test_while_the_encoder_is_away_it_is_left_for_later():
    in_chinese_alone()
    with AID.rehearsed():
        assert learn_abroad() and not kept()

    assert learn_abroad() and len(kept()) == 2


def test_the_questions_and_titles_are_translated_and_no_passages():
    in_chinese_alone()
    shelf = current()
    [place] = [place for place, volume in enumerate(shelf.volumes) if volume.code == "card-lost"]

    said = translations(shelf.dictionary, shelf.volumes[place], shelf.sentences[place])

    kinds = shelf.sentences[place].kinds
    assert len(said) == len(kinds) - kinds.count("passage") and all(text.isascii() for text in said)
    assert translations(shelf.dictionary, shelf.volumes[0], shelf.sentences[0]) == []
