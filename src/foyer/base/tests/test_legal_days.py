"""Days as China's Civil Code counts them (art. 200-204)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from chinese_calendar import constants

from foyer.base.clocks import Hours, china
from foyer.base.clocks.blocks import parse
from foyer.base.clocks.legal import DECREE_ONLY, WITH_WEEKENDS, deadline, last_day

RECEIVED = date(2026, 9, 16)


def test_the_first_day_does_not_count():
    assert last_day(date(2026, 11, 2), days=1) == date(2026, 11, 3)


def test_a_last_day_in_a_holiday_moves_to_the_day_after_the_holiday():
    assert last_day(RECEIVED, days=15) == date(2026, 10, 8)
    assert last_day(RECEIVED, days=15, holidays=DECREE_ONLY) == date(2026, 10, 4)


def test_a_make_up_workday_is_no_holiday():
    assert last_day(date(2026, 9, 25), days=15) == date(2026, 10, 10)  # a Saturday on which China works
    assert last_day(date(2026, 9, 25), days=15, holidays=WITH_WEEKENDS) == date(2026, 10, 10)


def test_weekends_count_only_where_the_rule_says_so():
    assert last_day(date(2026, 11, 6), days=15) == date(2026, 11, 21)  # a Saturday
    assert last_day(date(2026, 11, 6), days=15, holidays=WITH_WEEKENDS) == date(2026, 11, 23)


def test_months_end_on_the_corresponding_day_or_the_last_of_the_month():
    assert last_day(date(2026, 1, 31), months=1) == date(2026, 2, 28)
    assert last_day(date(2026, 11, 24), months=3, years=1) == date(2028, 2, 24)
    assert last_day(date(2027, 2, 28), years=1, months=12) == date(2029, 2, 28)


def test_the_limit_ends_at_midnight_or_when_business_stops():
    received = datetime(2026, 11, 2, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    office = Hours("Asia/Shanghai", (parse("09:00-12:00 13:30-17:30"),) * 7)

    assert deadline(received, days=15) == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
    assert deadline(received, days=15, business=office) == datetime(2026, 11, 17, 9, 30, tzinfo=UTC)


def test_the_day_of_receipt_is_the_banks_day_not_greenwichs():
    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)  # the 3rd in Shanghai

    assert deadline(late, days=1) == datetime(2026, 11, 4, 16, tzinfo=UTC)


def test_a_limit_needs_a_length():
    with pytest.raises(ValueError, match="length"):
        last_day(RECEIVED)


def test_where_no_arrangement_is_published_the_decree_alone_decides():
    assert china.is_arranged_holiday(date(2030, 2, 2))  # the eve of the lunar year
    assert not china.is_arranged_holiday(date(2030, 2, 7))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_festival_of_the_decree_is_off_in_the_published_arrangement(year):
    day, festivals = date(year, 1, 1), 0
    while day.year == year:
        if china.is_statutory_holiday(day):
            festivals += 1
            assert day in constants.holidays
        day += timedelta(days=1)
    assert festivals >= (13 if year >= 2025 else 11) - 1  # two festivals may fall on one day
