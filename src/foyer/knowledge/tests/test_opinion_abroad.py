"""Articles in one language alone, when two are too close to call: an encoder that knows both languages is asked."""

from importlib.util import find_spec

import numpy as np
import pytest

from foyer.base import jobs
from foyer.base.actors import SYSTEM
from foyer.base.aids import Away
from foyer.base.encoders import multilingual
from foyer.knowledge import actions, queries
from foyer.knowledge.models import SentencesAbroad
from foyer.knowledge.shelf import current, forget, opinions
from foyer.knowledge.tests import factories
from foyer.knowledge.tests.test_directions_abroad import in_chinese_alone

pytestmark = pytest.mark.django_db

ASKED = "somebody took my debit card"


class Opinion:
    """An encoder by rule: the first number is what speaks of cards, the second what speaks of limits."""

    name, dimensions = "by-rule/1", 384

    def __init__(self):
        self.asked, self.is_away, self.prefers, self.fails_after = [], False, "limit", 1_000

    def encode(self, texts, lang):
        if self.is_away or len(self.asked) > self.fails_after:
            raise Away
        self.asked += texts
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[self._place(text)] = 1
        return rows

    def _place(self, text):
        """Whoever asks wants what it prefers; sentences are about what they say."""
        if text == ASKED:
            return 1 if self.prefers == "limit" else 0
        return 1 if "限额" in text or "转" in text else 0


@pytest.fixture
def opinion(monkeypatch):
    made = Opinion()
    monkeypatch.setattr(multilingual, "_installed", lambda: made)
    monkeypatch.setattr(opinions, "IN_DOUBT", 99.0)
    forget()
    yield made
    forget()


def see_abroad():
    """Whether there was anything to see; it is seen."""
    is_due = actions.see_abroad_when_due()
    jobs.run_waiting()
    return is_due


def first(text):
    return queries.search(text, limit=1)[0].article_code


def test_what_is_too_close_to_call_is_ordered_by_it(opinion):
    in_chinese_alone()
    without = first(ASKED)

    see_abroad()
    opinion.prefers = "limit" if without == "card-lost" else "card"

    assert {first(ASKED), without} == {"card-lost", "transfer-limit"}
    assert set(SentencesAbroad.objects.values_list("version__article__code", flat=True)) == {
        "card-lost", "transfer-limit",
    }  # fmt: skip
    assert not see_abroad()


def test_it_is_not_asked_where_one_is_clearly_ahead_nor_in_the_language_of_the_articles(opinion, monkeypatch):
    in_chinese_alone()
    see_abroad()
    opinion.asked.clear()

    assert first("我的卡丢了") == "card-lost" and not opinion.asked
    monkeypatch.setattr(opinions, "IN_DOUBT", 0.0)
    first(ASKED)
    assert not opinion.asked


def test_the_best_of_the_foreign_ones_keeps_its_score_so_that_others_meet_it_as_before(opinion):
    in_chinese_alone()
    before = {hit.article_code: hit.score for hit in queries.search(ASKED)}
    best = max(("card-lost", "transfer-limit"), key=before.get)
    opinion.prefers = "card" if best == "card-lost" else "limit"

    see_abroad()
    after = {hit.article_code: hit.score for hit in queries.search(ASKED)}

    assert opinion.asked.count(ASKED) == 1
    assert after[best] == before[best] and after.get("branch-hours") == before.get("branch-hours")
    assert all(after[code] < before[code] for code in {"card-lost", "transfer-limit"} - {best})


def test_while_it_is_away_articles_are_found_as_without_it(opinion):
    in_chinese_alone()
    before = queries.search(ASKED)
    opinion.is_away = True
    assert see_abroad() and not SentencesAbroad.objects.exists()
    opinion.is_away = False
    assert see_abroad() and SentencesAbroad.objects.count() == 2

    opinion.is_away = True

    assert queries.search(ASKED) == before


def test_a_translation_another_encoder_and_the_operator_each_have_sentences_seen_anew_or_let_go(opinion, settings):
    in_chinese_alone()
    see_abroad()
    article = SentencesAbroad.objects.get(version__article__code="card-lost").version.article

    factories.go_live(actions.edit(article, content=factories.content(), by=SYSTEM), by=SYSTEM)
    assert see_abroad()
    assert SentencesAbroad.objects.get().version.article.code == "transfer-limit"

    opinion.name = "by-rule/2"
    assert see_abroad()
    assert SentencesAbroad.objects.get().encoder == "by-rule/2"

    settings.FOYER_OPINION_ABROAD = False
    assert see_abroad() and not SentencesAbroad.objects.exists() and not see_abroad()


def test_what_was_seen_before_it_failed_is_kept(opinion, monkeypatch):
    in_chinese_alone()
    monkeypatch.setattr(actions.opining, "AT_ONCE", 1)
    counts = [len(each.texts) for each in current().sentences if set(each.langs) == {"zh"}]
    opinion.fails_after = max(counts)  # within the second of the two

    see_abroad()
    assert SentencesAbroad.objects.count() == 1
    opinion.fails_after = 1_000
    see_abroad()

    assert [each is not None for each in current().seen_across] == [
        volume.code != "branch-hours" for volume in current().volumes
    ]


def test_a_sentence_that_measuring_takes_back_is_not_seen_either(opinion):
    in_chinese_alone()
    see_abroad()
    held = current().opinions
    told = held.on("限额", "zh", np.zeros(0, dtype=int))

    less = held.on("限额", "zh", np.arange(len(held.rows)))

    assert (less[held.has_any] < told[held.has_any]).all()


def test_a_bank_that_speaks_both_languages_pays_nothing(opinion, django_assert_num_queries):
    factories.shelf()

    with django_assert_num_queries(2):
        assert not actions.see_abroad_when_due()

    queries.search(ASKED)
    assert not opinion.asked


def test_nor_is_anything_seen_where_no_process_holds_the_meanings(opinion, settings):
    in_chinese_alone()
    settings.FOYER_SEARCH_EXACT_UP_TO = 3

    assert not see_abroad() and not SentencesAbroad.objects.exists()


@pytest.mark.skipif(not find_spec(multilingual.PACKAGE), reason="the extra foyer[abroad] is not installed")
def test_the_real_one_knows_what_is_meant_in_either_language(monkeypatch):
    monkeypatch.setattr(opinions, "IN_DOUBT", 99.0)
    forget()
    in_chinese_alone()
    see_abroad()

    hits = queries.search("Someone has stolen my bank card", limit=2)

    assert SentencesAbroad.objects.count() == 2
    assert hits[0].article_code == "card-lost" and hits[0].score - hits[1].score > 0.3
    forget()
