"""The forgiving forms in which values are compared."""

import pytest
from django.utils.translation import override

from foyer.customers.identity import values
from foyer.customers.identity.settings import shipped
from foyer.customers.identity.words import COMPARISONS, STEPS

PARTS = [
    ("王小明", "王 小明 wang xiaoming"),
    ("王 小明", "王 小明 wang xiaoming"),
    ("小明王", "王 小明 wang xiaoming"),
    ("張偉", "张 伟 zhang wei"),
    ("歐陽娜娜", "欧阳 娜娜 ouyang nana"),
    ("曾静", "曾 静 zeng jing"),
    ("Smith, John", "smith john smith john"),
    ("John Smith", "smith john smith john"),
    ("Ｊｏｈｎ　Ｓｍｉｔｈ", "smith john smith john"),
    ("Bill O'Connor", "o'connor bill oconnor william"),
    ("Müller", "müller  muller "),
    ("Wang Xiaoming", "wang xiaoming wang xiaoming"),
]


@pytest.mark.parametrize(("written", "read"), PARTS)
def test_names_are_read_in_every_order_and_script(written: str, read: str) -> None:
    assert values.name_parts(written) == read.replace(" ", values.SEPARATOR)


@pytest.mark.parametrize(
    "written", ["1985-03-02", "1985/3/2", "19850302", "1985年3月2日", "1985-03-02T00:00:00", "02.03.1985"]
)
def test_a_day_is_the_same_however_it_is_written(written: str) -> None:
    assert values.day(written) == "19850302"


def test_a_day_that_does_not_exist_can_still_be_compared() -> None:
    assert values.day("1985-13-45") == "19851345"


@pytest.mark.parametrize("written", ["13800138000", "+86 138 0013 8000", "86-13800138000", "138-0013-8000"])
def test_a_phone_is_its_digits(written: str) -> None:
    assert values.phones(written) == "13800138000"


def test_an_old_resident_number_becomes_a_new_one() -> None:
    assert values.resident_id("110105491231002") == "11010519491231002X"
    assert values.is_resident_id("11010519491231002X")
    assert values.is_resident_id("110105194912310021") is None


def test_an_address_in_one_line_comes_apart() -> None:
    province, city, district, rest = (values.place_parts("浙江省杭州市西湖区文三路100號5幢602室") or "").split(
        values.SEPARATOR
    )

    assert (province, city, district) == ("浙江省", "杭州市", "西湖区")
    assert values.street_parts(rest) == "文三路" + values.SEPARATOR + "100-5-602"


@pytest.mark.parametrize(
    "reading", [values.name_parts, values.day, values.phones, values.place_parts, values.street_parts]
)
@pytest.mark.parametrize("text", ["", " ", "，", "🙂", "\x00", "a" * 5_000, "０", "·", "-,-"])
def test_nothing_that_is_typed_breaks_a_reading(reading, text: str) -> None:  # type: ignore[no-untyped-def]
    reading(text)


def test_every_step_and_comparison_of_the_model_has_words_in_both_languages() -> None:
    for comparison in shipped().comparisons:
        assert comparison.name in COMPARISONS
        for level in comparison.levels:
            with override("zh-hans"):
                assert str(STEPS[level.label]) != level.label
