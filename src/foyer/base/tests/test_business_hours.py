"""Business time against a reference that walks minute by minute and asks the wall clock each time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.base.clocks import Hours, NeverOpen, add_business_seconds, business_seconds, closes_at, is_open, opens_at
from foyer.base.clocks.blocks import ALL_DAY, parse, text_of

MINUTE = timedelta(minutes=1)
SPLIT = parse("09:00-12:00 13:30-17:30")
OFFICE = Hours("Asia/Shanghai", (*[SPLIT] * 5, (), ()))

# Zones whose clocks change by an hour, by half an hour, at midnight, southwards, or never; one with an odd offset.
ZONES = ["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago"]
ZONES += ["America/Havana", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca"]
CHANGES = [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 4, 4, tzinfo=UTC)]
CHANGES += [datetime(2026, 9, 5, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)]
CHANGES += [datetime(2026, 2, 14, tzinfo=UTC), datetime(2026, 3, 21, tzinfo=UTC)]


@st.composite
def blocks(draw):
    """Up to three blocks, minutes apart or touching, perhaps until midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True)))
    pairs = [(edges[n] * 60, edges[n + 1] * 60) for n in range(0, len(edges) - 1, 2)]
    return tuple(pairs) if draw(st.integers(0, 9)) else ALL_DAY


@st.composite
def calendars(draw, near):
    days = draw(st.dictionaries(st.integers(-2, 5), blocks(), max_size=4))
    differing = {near.date() + timedelta(days=n): kept for n, kept in days.items()}
    return Hours(draw(st.sampled_from(ZONES)), tuple(draw(blocks()) for _ in range(7)), differing)


@st.composite
def situations(draw):
    start = draw(st.sampled_from(CHANGES)) + draw(st.integers(-1440, 2880)) * MINUTE
    return draw(calendars(start)), start, start + draw(st.integers(0, 3 * 1440)) * MINUTE


def open_minutes(hours, a, b):
    """The reference: every minute by itself, by the wall clock."""
    count, at, zone = 0, a, ZoneInfo(hours.zone)
    while at < b:
        local = at.astimezone(zone)
        second = local.hour * 3600 + local.minute * 60
        today = hours.days.get(local.date(), hours.week[local.weekday()])
        count += any(start <= second < end for start, end in today)
        at += MINUTE
    return count


@settings(max_examples=150, deadline=None)
@given(situations())
def test_business_time_is_what_the_minutes_add_up_to(situation):
    hours, a, b = situation

    assert business_seconds(hours, a, b) == open_minutes(hours, a, b) * 60


@settings(max_examples=100, deadline=None)
@given(situations(), st.integers(1, 2000))
def test_adding_is_the_inverse_of_measuring_and_stops_as_early_as_it_can(situation, minutes):
    hours, start, _ = situation
    try:
        end = add_business_seconds(hours, start, minutes * 60)
    except NeverOpen:
        assert not any(hours.week)
        return

    assert business_seconds(hours, start, end) == minutes * 60
    assert is_open(hours, end - MINUTE)


@settings(max_examples=100, deadline=None)
@given(situations())
def test_opening_and_closing_are_where_the_minutes_change(situation):
    hours, at, _ = situation
    if is_open(hours, at):
        closing = closes_at(hours, at)
        assert opens_at(hours, at) == at
        assert closing is None or (not is_open(hours, closing) and is_open(hours, closing - MINUTE))
    elif any(hours.week):
        opening = opens_at(hours, at)
        assert is_open(hours, opening)
        assert business_seconds(hours, at, opening) == 0


def local(text, zone="Asia/Shanghai"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_a_split_shift_does_not_count_the_lunch_break():
    assert business_seconds(OFFICE, local("2026-11-23 11:00"), local("2026-11-23 14:30")) == 2 * 3600
    assert add_business_seconds(OFFICE, local("2026-11-23 11:30"), 3600) == local("2026-11-23 14:00")


def test_a_deadline_at_closing_time_is_today_not_tomorrow_morning():
    assert add_business_seconds(OFFICE, local("2026-11-23 16:30"), 3600) == local("2026-11-23 17:30")
    assert add_business_seconds(OFFICE, local("2026-11-27 17:00"), 3600) == local("2026-11-30 09:30")


def test_a_night_shift_is_two_blocks_that_meet_at_midnight():
    night = Hours("Asia/Shanghai", tuple(parse("00:00-06:00 22:00-24:00") for _ in range(7)))

    assert add_business_seconds(night, local("2026-11-23 23:00"), 3 * 3600) == local("2026-11-24 02:00")
    assert closes_at(night, local("2026-11-23 23:00")) == local("2026-11-24 06:00")


def test_around_the_clock_time_is_time_even_when_the_clocks_change():
    always = Hours("America/New_York", (ALL_DAY,) * 7)
    start = local("2026-03-07 12:00", "America/New_York")

    assert add_business_seconds(always, start, 24 * 3600) == start + timedelta(hours=24)
    assert closes_at(always, start) is None


def test_the_day_of_a_clock_change_is_an_hour_shorter_or_longer():
    always = Hours("Europe/London", (ALL_DAY,) * 7)

    def seconds(day):
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/London"))
        return business_seconds(always, start, (start + timedelta(days=1)).replace(fold=1))

    assert (seconds("2026-03-29"), seconds("2026-10-25"), seconds("2026-06-01")) == (23 * 3600, 25 * 3600, 24 * 3600)


def test_a_date_overrides_its_weekday_both_ways():
    october = {date(2026, 10, day): () for day in range(1, 8)} | {date(2026, 10, 10): SPLIT}
    hours = Hours("Asia/Shanghai", OFFICE.week, october)

    assert not is_open(hours, local("2026-10-01 10:00"))
    assert is_open(hours, local("2026-10-10 10:00"))  # a Saturday that makes up for the holiday
    assert add_business_seconds(hours, local("2026-09-30 17:00"), 3600) == local("2026-10-08 09:30")


def test_time_between_runs_backwards_too():
    a, b = local("2026-11-23 09:00"), local("2026-11-23 10:00")

    assert business_seconds(OFFICE, b, a) == -3600


def test_a_calendar_that_never_opens_says_so():
    with pytest.raises(NeverOpen):
        add_business_seconds(Hours("Asia/Shanghai", ((),) * 7), local("2026-11-23 09:00"), 1)


@pytest.mark.parametrize("written", ["09:00-12:00 13:30-17:30", "13:30–17:30,9:00~12:00", "09:00-12:00、13:30至17:30"])
def test_hours_are_read_however_people_write_them(written):
    assert text_of(parse(written)) == "09:00-12:00 13:30-17:30"


@pytest.mark.parametrize(
    "wrong", ["9-17", "09:00-12:00 11:00-13:00", "17:00-09:00", "09:00-24:30", "09:61-10:00", "closed"]
)
def test_hours_that_make_no_sense_are_refused(wrong):
    with translation.override("en"), pytest.raises(ValueError, match=r"block|day|begins|overlap"):
        parse(wrong)
