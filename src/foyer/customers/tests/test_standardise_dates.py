"""Dates and instants, however systems and people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.customers.standardise import date, datetime


@pytest.mark.parametrize(
    "given",
    [
        "2024-1-5",
        "2024-01-05",
        "2024/1/5",
        "2024.1.5",
        "20240105",
        "2024年1月5日",
        "2024 年 1 月 5 日",
        "２０２４－０１－０５",
        "5 Jan 2024",
        "5-Jan-24",
        "5th January 2024",
        "January 5, 2024",
        "Jan 5 2024",
        "05.01.2024",
        "Fri, 05 Jan 2024",
        "民国113年1月5日",
        "民國113/01/05",
        "二〇二四年一月五日",
        "45296",
        "45296.75",
        "1704412800",
        "1704412800000",
        "2024-01-05T10:00:00Z",
        "2024-01-05 23:59:59",
        "2024/1/5 10:00",
        "20240105120000",
        "2024年1月5日 下午3点20分",
        "240105",
        "Fri, 05 Jan 2024 10:00:00 +0800",
    ],
)
def test_one_day_written_in_many_ways(given: str) -> None:
    assert date(given) == "2024-01-05"


@pytest.mark.parametrize(
    "given",
    [
        "05/01/2024",
        "1/5/24",
        "01-02-03",
        "2024-02-30",
        "2024-13-01",
        "0000-00-00",
        "1900-00-00",
        "201202",
        "abc",
        "",
        "5",
        "2024",
        "2024-01",
        "NULL",
        "99999999",
        "民国113年13月1日",
    ],
)
def test_what_is_ambiguous_or_no_day_is_not_guessed(given: str) -> None:
    assert date(given) is None


def test_the_source_says_which_comes_first() -> None:
    assert date("05/01/2024", day_first=True) == "2024-01-05"
    assert date("05/01/2024", day_first=False) == "2024-05-01"
    assert date("1/5/24", day_first=True) == "2024-05-01"
    assert date("13/05/2024") == "2024-05-13"
    assert date("05/05/2024") == "2024-05-05"


def test_two_digit_years_turn_at_the_pivot() -> None:
    assert (date("940105"), date("290105"), date("300105")) == ("1994-01-05", "2029-01-05", "1930-01-05")
    assert date("290105", pivot=20) == "1929-01-05"
    assert date("201202", pivot=30) == "2020-12-02"


def test_formats_of_the_source_come_first() -> None:
    assert date("01052024", formats=("%d%m%Y",)) == "2024-05-01"
    assert datetime("2024|01|05 10", formats=("%Y|%m|%d %H",), zone="UTC") == "2024-01-05T10:00:00Z"


def test_a_document_without_end_has_the_last_day() -> None:
    assert date("长期") == date("9999-12-31") == "9999-12-31"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-01-05T10:00:00Z", "2024-01-05T10:00:00Z"),
        ("2024-01-05 10:00:00", "2024-01-05T02:00:00Z"),
        ("2024-01-05T10:00:00.123+08:00", "2024-01-05T02:00:00.123000Z"),
        ("2024-01-05 10:00 UTC", "2024-01-05T10:00:00Z"),
        ("Fri, 05 Jan 2024 10:00:00 +0800", "2024-01-05T02:00:00Z"),
        ("2024年1月5日 下午3点20分", "2024-01-05T07:20:00Z"),
        ("Jan 5, 2024 3:04 PM", "2024-01-05T07:04:00Z"),
        ("1/5/2024 12:30 AM", None),
        ("20240105120000", "2024-01-05T04:00:00Z"),
        ("1704412800", "2024-01-05T00:00:00Z"),
        ("1704412800123", "2024-01-05T00:00:00.123000Z"),
        ("45296.5", "2024-01-05T04:00:00Z"),
        ("2024-01-05", "2024-01-04T16:00:00Z"),
        ("2024-01-05 25:00", None),
        ("2024-01-05 10:00 CST", None),
    ],
)
def test_instants_are_told_in_utc(given: str, expected: str | None) -> None:
    assert datetime(given) == expected


def test_a_time_without_a_zone_is_of_the_source() -> None:
    assert datetime("2024-07-05 10:00", zone="Europe/Prague") == "2024-07-05T08:00:00Z"


@given(st.dates(dt.date(1800, 1, 1), dt.date(9999, 12, 31)))
def test_any_day_survives_every_plain_way_of_writing_it(day: dt.date) -> None:
    for written in (
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year:04d}{day:%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert date(written) == day.isoformat()
    assert date(f"{day.day}/{day.month}/{day.year:04d}", day_first=True) == day.isoformat()


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)))
def test_any_instant_survives_its_epoch(moment: dt.datetime) -> None:
    seconds = int(moment.timestamp())
    if len(str(seconds)) == 10:
        assert datetime(str(seconds)) == moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
