"""Dates as a reader in either language expects them."""

from datetime import UTC, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

AT = datetime(2026, 3, 4, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "kind", "written"),
    [
        ("en", "DATE_FORMAT", "4 March 2026"),
        ("en", "DATETIME_FORMAT", "4 Mar 2026, 15:05"),
        ("en", "SHORT_DATE_FORMAT", "2026-03-04"),
        ("en", "TIME_FORMAT", "15:05"),
        ("zh-hans", "DATE_FORMAT", "2026年3月4日"),
        ("zh-hans", "DATETIME_FORMAT", "2026年3月4日 15:05"),
        ("zh-hans", "SHORT_DATE_FORMAT", "2026-03-04"),
    ],
)
def test_dates_are_written_as_the_house_writes_them(language, kind, written):
    with override(language):
        assert date_format(AT, kind) == written
