"""The formulas of evaluation against their golden values."""

import random

import pytest

from foyer.assistant.evaluation.sequential import ALPHA, compare
from foyer.assistant.evaluation.statistics import ENOUGH, Stratum, kappa, reliability, share, stratified


def test_a_stratified_sample_weighs_each_stratum_by_its_size():
    found = stratified([Stratum(8000, 100, 95), Stratum(1500, 100, 80), Stratum(500, 100, 60)])

    assert found.value == pytest.approx(0.910, abs=5e-4)
    assert (found.low, found.high) == (pytest.approx(0.873, abs=5e-4), pytest.approx(0.947, abs=5e-4))


def test_a_stratum_nobody_sampled_does_not_speak():
    assert stratified([Stratum(100, 50, 50), Stratum(900, 0, 0)]).value == 1.0
    assert stratified([Stratum(900, 0, 0)]).value is None


def test_a_share_keeps_within_its_bounds_and_says_when_it_is_too_few():
    none, all_of_them = share(0, 10), share(10, 10)

    assert (none.low, all_of_them.high) == (0.0, 1.0)
    assert none.high == pytest.approx(0.2775, abs=1e-3)
    assert not none.is_enough and share(1, ENOUGH).is_enough
    assert share(0, 0).value is None


def test_agreement_beyond_chance():
    assert kappa({("right", "right"): 20, ("right", "wrong"): 5, ("wrong", "right"): 10, ("wrong", "wrong"): 15}) == (
        pytest.approx(0.40)
    )
    assert kappa({}) is None and kappa({("right", "right"): 9}) is None


def test_reliability_of_a_month_with_failures_and_of_one_without():
    seen = reliability(720, 3, 2.5)
    assert (seen.mtbf_hours, seen.mttr_hours, seen.availability) == (
        pytest.approx(239.17, abs=0.01), pytest.approx(0.833, abs=0.001), pytest.approx(0.99653, abs=1e-5),
    )  # fmt: skip
    quiet = reliability(720, 0, 0)
    assert quiet.is_bound and quiet.mtbf_hours == pytest.approx(240.3, abs=0.1)
    assert reliability(0, 0, 0).availability is None


def _trial(seed: int, old: float, new: float, looks: int = 60, step: int = 50) -> bool:
    """Whether a trial that is looked at after every `step` conversations finds a difference."""
    chance, hits, p = random.Random(seed), [0, 0], 1.0
    for look in range(1, looks + 1):
        for arm, rate in enumerate((old, new)):
            hits[arm] += sum(chance.random() < rate for _ in range(step))
        verdict = compare(hits[0], look * step, hits[1], look * step, p_before=p)
        p = verdict.p
    return p <= ALPHA


def test_looking_after_every_fifty_conversations_seldom_finds_what_is_not_there():
    assert sum(_trial(seed, 0.6, 0.6) for seed in range(100)) <= 5


def test_a_real_difference_is_found():
    assert sum(_trial(seed, 0.6, 0.68) for seed in range(20)) >= 18


def test_too_few_conversations_decide_nothing():
    verdict = compare(0, 49, 49, 49)

    assert (verdict.difference, verdict.is_decided) == (None, False)
