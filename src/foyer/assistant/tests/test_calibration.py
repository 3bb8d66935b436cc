"""How sure is sure enough is measured; when the knowledge has moved far, it must be measured again."""

import numpy as np
import pytest

from foyer.assistant.calibration import fitting, measuring, shipped
from foyer.assistant.calibration.measuring import Observation
from foyer.assistant.calibration.model import FEATURES, features_of
from foyer.assistant.tests.factories import PLAIN, hit, nothing, sure
from foyer.knowledge.actions import import_articles
from foyer.knowledge.files import read
from foyer.knowledge.management.commands.import_articles import SHIPPED

SAME_AT_LEAST = 0.9
SAMPLE = 12  # every twelfth question
NOISE = 0.1  # two standard errors of a share measured on such a sample


def test_the_calibration_was_made_on_the_articles_that_are_shipped():
    """Fails when more than a tenth of the articles changed: run `./foyer bench calibrate` and commit its file."""
    now = {entry.code: entry.content.fingerprint[:8] for entry in read(SHIPPED, [])}
    then = shipped().articles

    same = sum(then.get(code) == mark for code, mark in now.items())

    assert same >= SAME_AT_LEAST * max(len(now), len(then)), "./foyer bench calibrate"


def test_the_promises_were_kept_when_it_was_made():
    promised, found = shipped().figures["promised"], shipped().figures["confidence"]
    in_life = found.get("real", found["known"])

    assert in_life["answers_right"] >= promised["answers_right_at_least"]
    assert in_life["offers_right"] >= promised["offers_right_at_least"]
    assert found["off_topic"]["answered"] <= promised["off_topic_answered_at_most"] + 0.01
    assert set(shipped().coefficients) == set(FEATURES)
    assert 0 < shipped().offer_at < shipped().answer_at < 1


@pytest.mark.django_db
def test_the_shipped_articles_come_in_and_the_search_still_does_what_was_measured():
    report = import_articles(SHIPPED)
    assert [str(problem) for problem in report.problems] == []
    assert len(report.created) >= 120

    known = list(measuring.observe(every=SAMPLE, kinds=["known"]))
    signal = np.array([_confidence(one) for one in known])
    answered = signal >= shipped().answer_at
    first_is_right = np.mean([one.is_right for one in known])
    answers_right = np.mean([one.is_right for one in np.array(known, dtype=object)[answered]])

    then = shipped().figures["confidence"]["known"]
    assert first_is_right >= then["first_is_right"] - NOISE
    assert answers_right >= then["answers_right"] - NOISE


def test_confidence_grows_with_the_distance_to_the_others():
    assert PLAIN.confidence(sure()) > PLAIN.confidence([hit("a", 0.9), hit("b", 0.8)]) > PLAIN.confidence(nothing())
    assert PLAIN.confidence([]) == 0


def test_a_single_article_is_no_error():
    assert features_of([hit()])["odds"] == 8.0


def test_the_fit_finds_the_signal_and_the_thresholds_keep_their_promise():
    sample = fitting.sample_of(list(made_up()))
    confidence = fitting.unseen_confidence(sample)
    answer_at, offer_at = fitting.answer_threshold(sample, confidence), fitting.offer_threshold(sample, confidence)
    found = fitting.figures(sample, confidence, answer_at, offer_at)

    assert found["known"]["answers_right"] >= fitting.ANSWER_PRECISION
    assert found["off_topic"]["answered"] <= fitting.OFF_TOPIC_ANSWERED + 0.01
    assert found["known"]["answered"] > 0.2
    assert offer_at < answer_at


def test_customers_own_questions_decide_the_thresholds_where_there_are_any():
    shipped_only = list(made_up())
    easier = [
        Observation("real", "en", f"article-{n % 20}", one.features, one.score, 0) for n, one in enumerate(shipped_only)
    ]
    sample = fitting.sample_of([*shipped_only, *easier])
    confidence = fitting.unseen_confidence(sample)

    found = fitting.figures(sample, confidence, fitting.answer_threshold(sample, confidence), 0.0)

    assert found["real"]["answers_right"] == 1


def _confidence(one):
    logit = shipped().intercept + sum(shipped().coefficients[name] * value for name, value in one.features.items())
    return 1 / (1 + np.exp(-logit))


def made_up():
    chance = np.random.default_rng(7)
    for number in range(900):
        kind = ("known", "unknown", "off_topic")[number % 3]
        odds = float(chance.normal(2 if kind == "known" else -1, 1.5))
        meaning = float(chance.normal({"known": 0.8, "unknown": 0.7, "off_topic": 0.4}[kind], 0.1))
        is_right = kind == "known" and chance.random() < 1 / (1 + np.exp(-odds))
        features = {"odds": odds, "meaning": meaning, "words": 0.3}
        yield Observation(
            kind, "zh", f"article-{number % 20}", features, meaning, 0 if is_right else (2 if kind == "known" else None)
        )
