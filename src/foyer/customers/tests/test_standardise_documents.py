"""Numbers that check themselves: identity documents, company codes, accounts and cards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.customers.standardise import (
    account_number,
    born_on_of_resident_id,
    card_number,
    foreign_id,
    hkmo_permit,
    iban,
    identifier,
    passport,
    resident_id,
    sex_of_resident_id,
    social_security,
    tax_id,
    uscc,
)
from foyer.customers.standardise.accounts import luhn
from foyer.customers.standardise.documents import uscc_check
from foyer.customers.standardise.resident import check_digit

GOLDEN = "11010519491231002X"
AREAS = st.sampled_from(("110105", "310101", "440305", "500101", "652901", "320583", "370702"))
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31))


@st.composite
def resident_ids(draw: st.DrawFn) -> tuple[str, dt.date, int]:
    area, born, order = draw(AREAS), draw(DAYS), draw(st.integers(1, 999))
    start = f"{area}{born:%Y%m%d}{order:03d}"
    return start + check_digit(start), born, order


def test_the_example_of_the_national_standard() -> None:
    assert resident_id(GOLDEN) == GOLDEN
    assert (born_on_of_resident_id(GOLDEN), sex_of_resident_id(GOLDEN)) == ("1949-12-31", "F")


@pytest.mark.parametrize(
    "written", [GOLDEN.lower(), "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002x"]
)
def test_an_id_is_read_however_it_is_written(written: str) -> None:
    assert resident_id(written) == GOLDEN


def test_fifteen_digits_become_eighteen() -> None:
    assert resident_id("110105491231002") == GOLDEN


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("110105194912310021", "check digit"),
        ("990105194912310026", "no such area"),
        ("11010519490231002X", "31 February"),
        ("1101051949123100", "too short"),
        ("110105********002X", "masked"),
        ("1.10105E+17", "spreadsheet"),
    ],
)
def test_an_id_that_cannot_be_is_refused(wrong: str, why: str) -> None:
    assert resident_id(wrong) is None, why


@given(resident_ids())
def test_an_id_tells_birth_and_sex(made: tuple[str, dt.date, int]) -> None:
    number, born, order = made
    assert resident_id(number) == number
    assert born_on_of_resident_id(number) == born.isoformat()
    assert sex_of_resident_id(number) == ("F", "M")[order % 2]


@given(resident_ids(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_refused(made: tuple[str, dt.date, int], place: int, by: int) -> None:
    number = made[0]
    changed = str((int(number[place]) + by) % 10)
    assert resident_id(number[:place] + changed + number[place + 1 :]) is None


@given(resident_ids(), st.integers(0, 15))
def test_two_digits_in_the_wrong_order_are_refused(made: tuple[str, dt.date, int], place: int) -> None:
    number = made[0]
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or resident_id(swapped) is None


def test_company_codes() -> None:
    assert uscc("91350100M000100Y43") == "91350100M000100Y43"
    assert uscc("91350100 m000100y43") == "91350100M000100Y43"
    assert uscc("91350100M000100Y44") is None
    assert tax_id("91350100M000100Y43") == "91350100M000100Y43"
    assert tax_id("91350100M000100Y44") is None


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(0, 16))
def test_a_company_code_checks_itself(body: str, place: int) -> None:
    start = "91350100" + body
    number = start + uscc_check(start)
    assert uscc(number) == number
    other = "1" if number[place] != "1" else "2"
    assert uscc(number[:place] + other + number[place + 1 :]) is None


def test_travel_documents() -> None:
    assert (passport("e 1234 5678"), passport("EA1234567")) == ("E12345678", "EA1234567")
    assert (hkmo_permit("h1234567801"), hkmo_permit("H12345678"), hkmo_permit("12345678")) == (
        "H1234567801",
        "H12345678",
        "12345678",
    )
    permit = "81000019800101001"
    assert hkmo_permit(permit + check_digit(permit)) == permit + check_digit(permit)
    assert foreign_id("USA110078080901") == "USA110078080901"
    assert (passport("1234"), hkmo_permit("X123"), foreign_id("12")) == (None, None, None)


def test_a_number_is_read_by_the_kind_of_its_document() -> None:
    assert identifier(GOLDEN.lower(), kind="resident_id") == GOLDEN
    assert identifier("E12345678", kind="resident_id") is None
    assert identifier("E12345678", kind="passport") == "E12345678"
    assert identifier("北字第12345号", kind="other") == "北字第12345号"
    assert identifier("110105491231002") == GOLDEN
    assert social_security("11010519491231002X") == GOLDEN


def test_ibans() -> None:
    assert iban("gb82 west 1234 5698 7654 32") == "GB82WEST12345698765432"
    assert iban("GB82WEST12345698765433") is None
    assert account_number("GB82 WEST 1234 5698 7654 33") is None


def test_cards() -> None:
    assert card_number("4111 1111 1111 1111") == "4111111111111111"
    assert card_number("4111111111111112") is None
    assert card_number("622202******1234") is None
    assert card_number("0000000000000000") is None


@given(st.integers(10**14, 10**15 - 1), st.integers(0, 14), st.integers(1, 9))
def test_a_card_checks_itself(body: int, place: int, by: int) -> None:
    number = next(f"{body}{last}" for last in range(10) if luhn(f"{body}{last}"))
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert card_number(number) == number
    assert card_number(changed) is None


def test_account_numbers() -> None:
    assert account_number("6222-0000-1234 5678") == "6222000012345678"
    assert account_number("2378") == "2378"
    assert account_number("6222********5678") is None
    assert account_number("6.22E+15") is None
