"""Money, numbers and short lists of codes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.customers.standardise import (
    boolean,
    code,
    country,
    currency,
    decimal,
    integer,
    json,
    language,
    rate,
    sex,
    text,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1,234", "1234"),
        ("1,23", "1.23"),
        ("1.234.567", "1234567"),
        ("１，２３４．５", "1234.5"),
        ("(12.00)", "-12.00"),
        ("12.00-", "-12.00"),
        ("−5", "-5"),
        ("12.00 DR", "-12.00"),
        ("12.00 CR", "12.00"),
        ("借 12", "-12"),
        ("12万", "120000"),
        ("1.5亿元", "150000000"),
        ("￥1,234", "1234"),
        ("CNY 12.5", "12.5"),
        ("12.5元", "12.5"),
        ("人民币100元整", "100"),
        ("-$5", "-5"),
        ("USD(12)", "-12"),
        ("1.2E+5", "120000"),
        ("-0.00", "0.00"),
    ],
)
def test_an_amount_is_a_number(given: str, expected: str) -> None:
    assert decimal(given) == expected


@pytest.mark.parametrize(
    "given", ["abc", "", "1,2,3", "12,34,56", "1.2.3,4,5", "--", "1e999", "9" * 19, "NULL", "****", "inf"]
)
def test_what_is_no_amount_is_refused(given: str) -> None:
    assert decimal(given) is None


def test_the_source_says_its_decimal_sign() -> None:
    assert decimal("1.234", mark=",") == "1234"
    assert decimal("1,234", mark=",") == "1.234"
    assert decimal("1,234", mark=".") == "1234"


@given(st.decimals(-(10**15), 10**15, places=2))
def test_any_amount_survives_both_continents(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert Decimal(decimal(english) or "x") == Decimal(decimal(german) or "x") == number


def test_rates_are_per_cent() -> None:
    assert (rate("4.35%"), rate("4.35"), rate("43.5‰"), rate("x")) == ("4.35", "4.35", "4.35", None)


def test_whole_numbers() -> None:
    assert (integer("1,234"), integer("3.0"), integer("3.5"), integer("-0")) == ("1234", "3", None, "0")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("人民币", "CNY"),
        ("RMB", "CNY"),
        ("cny", "CNY"),
        ("￥", "CNY"),
        ("156", "CNY"),
        ("US$", "USD"),
        ("美元", "USD"),
        ("港币", "HKD"),
        ("€", "EUR"),
        ("Czech koruna", "CZK"),
        ("Kč", "CZK"),
        ("$", None),
        ("XQZ", None),
        ("", None),
    ],
)
def test_currencies(given: str, expected: str | None) -> None:
    assert currency(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("中国", "CN"),
        ("CHN", "CN"),
        ("156", "CN"),
        ("cn", "CN"),
        ("P.R. China", "CN"),
        ("USA", "US"),
        ("England", "GB"),
        ("香港", "HK"),
        ("台灣", "TW"),
        ("Czech Republic", "CZ"),
        ("Deutschland", None),
        ("ZZ", None),
        ("", None),
    ],
)
def test_countries(given: str, expected: str | None) -> None:
    assert country(given) == expected


def test_sex_yes_and_no() -> None:
    assert [sex(one) for one in ("男", "1", "m", "Female", "2", "女士", "0", "9", "x")] == ["M"] * 3 + ["F"] * 3 + [
        None
    ] * 3
    assert [boolean(one) for one in ("是", "Y", "1", "TRUE", "否", "n", "0", "?")] == ["true"] * 4 + ["false"] * 3 + [
        None
    ]


def test_languages() -> None:
    assert [language(one) for one in ("zh-CN", "zh_Hans", "中文", "English", "en", "xx-no")] == [
        "zh",
        "zh",
        "zh",
        "en",
        "en",
        None,
    ]


def test_codes_are_found_by_what_is_written_for_them() -> None:
    table = (("男", "M"), ("Never Married", "single"))
    assert (code("男", table=table), code("never-married", table=table), code("m", table=table)) == ("M", "single", "M")
    assert code("x", table=table) is None
    assert code(" Y ", table=("y", "n")) == "y"


def test_properties_are_the_same_text_when_they_are_the_same() -> None:
    assert json('{"b": 1, "a": "中"}') == json('{"a":"中","b":1}') == '{"a":"中","b":1}'
    assert (json("[1]"), json("{"), json('{"a": NaN}')) == (None, None, None)


def test_free_text_keeps_its_characters() -> None:
    assert text(" 第①项\u200b  （备注）\n二 ") == "第①项 （备注） 二"
    assert text(" \u200b ") is None
