"""Measures: defined once, written with the action, rolled up without losing or doubling a sample, always up to date."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from foyer.base import clock, measures
from foyer.base.measures.models import MeasureSample, MeasureSum
from foyer.base.text import Bilingual

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 11, 23, 16, tzinfo=UTC)  # the 24th begins in Shanghai
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

opened = measures.counter("test.opened", name=Bilingual("打开", "Opened"), dimensions=("channel", "queue"))
wait = measures.duration("test.wait", name=Bilingual("等待", "Wait"), dimensions=("queue",))
kept = measures.ratio("test.kept", name=Bilingual("达标", "Kept"))


def total(since=MIDNIGHT, until=MIDNIGHT + DAY, **dimensions):
    return measures.total("test.opened", since, until, **dimensions)


def test_a_number_is_the_same_before_and_after_it_is_rolled_up():
    for hour, channel in ((9, "web"), (9, "web"), (10, "phone"), (15, "web")):
        with clock.at(MIDNIGHT + hour * HOUR):
            opened.add(channel=channel, queue="cards")
    before = (total(), total(channel="web"), total(channel=["web", "phone"], queue="cards"), total(queue="loans"))

    with clock.at(MIDNIGHT + 15.5 * HOUR):
        assert measures.roll_up() == 3
        assert measures.roll_up() == 0

    assert MeasureSample.objects.count() == 1
    assert before == (total(), total(channel="web"), total(channel=["web", "phone"], queue="cards"), 0)
    assert before == (4, 3, 4, 0)


def test_several_are_kept_in_one_statement(django_assert_num_queries):
    with clock.at(MIDNIGHT + HOUR), django_assert_num_queries(2):
        measures.keep(opened.of(2, channel="web"), wait.of(3, queue="cards"))
        kept.observe(False)
        assert MeasureSample.objects.count() == 3

    assert total(channel="web") == 2
    assert measures.figure("test.wait", MIDNIGHT, MIDNIGHT + DAY).mean == 3
    assert measures.figure("test.kept", MIDNIGHT, MIDNIGHT + DAY).value == 0


def test_a_sample_lives_or_dies_with_its_action():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        opened.add(channel="web")
        raise ZeroDivisionError

    assert MeasureSample.objects.count() == 0


def test_days_are_the_banks_days():
    for instant in (MIDNIGHT - timedelta(seconds=1), MIDNIGHT, MIDNIGHT + DAY):
        with clock.at(instant):
            opened.add()
    with clock.at(MIDNIGHT + 3 * DAY):
        measures.roll_up()

    points = measures.series("test.opened", MIDNIGHT - DAY, MIDNIGHT + 2 * DAY, grain="day")
    assert [(point.start, point.value) for point in points] == [(MIDNIGHT - DAY, 1), (MIDNIGHT, 1), (MIDNIGHT + DAY, 1)]


def test_the_hours_of_a_whole_day_stay_hours_after_they_are_rolled_up():
    for hour in (9, 10, 23.9):
        with clock.at(MIDNIGHT + hour * HOUR):
            opened.add()
    with clock.at(MIDNIGHT + 23.9 * HOUR):
        measures.roll_up()
        points = measures.series("test.opened", MIDNIGHT, MIDNIGHT + DAY)

    assert [point.start for point in points] == [MIDNIGHT + 9 * HOUR, MIDNIGHT + 10 * HOUR, MIDNIGHT + 23 * HOUR]


def test_a_series_can_be_split_by_a_dimension():
    with clock.at(MIDNIGHT + HOUR):
        opened.add(2, channel="web")
        opened.add(channel="phone")
        points = measures.series("test.opened", MIDNIGHT, MIDNIGHT + DAY, by="channel")
        assert {
            key: figure.value
            for key, figure in measures.figures("test.opened", MIDNIGHT, MIDNIGHT + DAY, by="channel").items()
        } == {"web": 2, "phone": 1}

    assert [(point.by, point.value) for point in points] == [("phone", 1), ("web", 2)]


@pytest.mark.parametrize("is_rolled", [False, True])
def test_a_duration_knows_its_distribution(is_rolled):
    with clock.at(MIDNIGHT):
        for seconds in range(1, 101):
            wait.record(seconds, queue="cards")
    if is_rolled:
        with clock.at(MIDNIGHT + 5 * HOUR):
            assert measures.roll_up(most=30) == 100

    figure = measures.figure("test.wait", MIDNIGHT, MIDNIGHT + DAY)
    assert (figure.count, figure.mean, figure.least, figure.most) == (100, 50.5, 1, 100)
    assert figure.share_within(20) == 0.2
    assert figure.percentile(0.5) == pytest.approx(50, abs=1)
    assert figure.percentile(0.9) == pytest.approx(90, abs=1)
    assert figure.percentile(1) == 100


def test_a_ratio_is_the_share_of_hits_and_nothing_when_nothing_was_seen():
    assert measures.figure("test.kept", MIDNIGHT, MIDNIGHT + DAY).value is None
    with clock.at(MIDNIGHT):
        kept.hit()
        kept.miss()
        kept.observe(True)
        kept.observe(True)

    assert measures.figure("test.kept", MIDNIGHT, MIDNIGHT + DAY).value == 0.75
    assert measures.total("test.kept", MIDNIGHT, MIDNIGHT + DAY) == 3


def test_a_dimension_that_was_not_defined_is_refused():
    with pytest.raises(ValueError, match="dimensions"):
        opened.add(colour="red")
    with pytest.raises(ValueError, match="dimensions"):
        total(colour="red")


def test_two_definitions_of_one_name_are_refused():
    with pytest.raises(ValueError, match="twice"):
        measures.counter("test.opened", name=Bilingual("别的", "Other"))


def test_prometheus_sees_the_same_numbers():
    with clock.at(MIDNIGHT):
        opened.add(channel="web", queue="cards")
        wait.record(20, queue="cards")
        kept.hit()
    with clock.at(MIDNIGHT + DAY):
        measures.roll_up()
        opened.add(channel="web", queue="cards")

    text = measures.exposition().decode()

    assert 'foyer_test_opened_total{channel="web",queue="cards"} 2.0' in text
    assert 'foyer_test_wait_seconds_bucket{le="20",queue="cards"} 1.0' in text
    assert 'foyer_test_wait_seconds_bucket{le="15",queue="cards"} 0.0' in text
    assert "foyer_test_kept_hits_total 1.0" in text


def test_old_hours_go_and_days_stay():
    with clock.at(MIDNIGHT):
        opened.add()
    with clock.at(MIDNIGHT + 401 * DAY):
        measures.roll_up()
        measures.forget_old()

        assert total() == 1
    assert sorted(MeasureSum.objects.values_list("grain", flat=True)) == ["day", "ever"]


@pytest.mark.django_db(transaction=True)
def test_rolling_up_beside_writers_and_readers_neither_loses_nor_doubles():
    ready, seen = Barrier(4), []

    def write():
        ready.wait()
        for _ in range(60):
            opened.add(channel="web")
        connections.close_all()

    def roll():
        ready.wait()
        for _ in range(15):
            measures.roll_up(most=7)
            seen.append(total(until=MIDNIGHT + 2 * DAY))
        connections.close_all()

    with clock.at(MIDNIGHT):
        for _ in range(40):
            opened.add(channel="phone")
    with clock.at(MIDNIGHT + HOUR):  # the writers' samples are too new to be rolled; the first forty are old
        threads = [Thread(target=work) for work in (write, write, roll, roll)]
        clock.advance(hours=1, minutes=1)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        measures.roll_up()

    assert total(until=MIDNIGHT + 2 * DAY) == 160
    assert total(channel="phone") == 40
    assert all(40 <= number <= 160 for number in seen)
    assert MeasureSum.objects.get(grain="ever").sum == 40
