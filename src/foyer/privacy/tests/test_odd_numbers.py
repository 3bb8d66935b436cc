"""Numbers that hide: in words, in other scripts and widths, in groups, torn over two lines."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.privacy.deid import find, scrub

PHONE, ID, CARD = "13800138000", "11010519491231002X", "6222021234567894"
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
BOLD = str.maketrans({str(one): chr(0x1D7CE + one) for one in range(10)})
WIDE = {code: code + 0xFEE0 for code in range(0x30, 0x5B)}


@pytest.mark.parametrize("written", [HAN, FORMAL, ARABIC, BOLD, WIDE], ids=["han", "formal", "arabic", "bold", "wide"])
@pytest.mark.parametrize("number", [PHONE, ID, CARD])
def test_every_script_and_width_of_digits_is_read(number: str, written: dict[int, str]) -> None:
    text = number.translate(written)

    assert [(span.start, span.end) for span in find(f"号码是{text}，谢谢")] == [(3, 3 + len(text))]


@pytest.mark.parametrize("number", [PHONE, ID, CARD])
def test_a_number_may_be_torn_anywhere(number: str) -> None:
    for at in range(3, len(number) - 2):
        for gap in ("\n", " \n", "\n "):
            text = f"我的号码 {number[:at]}{gap}{number[at:]} 帮我看下"
            kept = "".join(one for one in scrub(text).text if one in "0123456789X")
            assert not any(number[place : place + 5] in kept for place in range(len(number) - 4)), (at, text)


@pytest.mark.parametrize(
    "text",
    ["幺三八，零零幺三，八零零零", "一三八 零零一三 八零零零", "幺三八-零零幺三-八零零零", "1三8零零一三八零零零",
     "oh seven seven double zero nine hundred one two three", "one three eight, double oh one three, eight triple oh"],
)  # fmt: skip
def test_a_number_that_is_read_out_is_one(text: str) -> None:
    assert len(find(f"打 {text} 找我")) == 1


@pytest.mark.parametrize(
    "text",
    ["一、二、三、四、五、六、七", "第一第二第三，一共三十二万", "2026年11月27日\n一万二千三百元", "100\n200\n300\n400",
     "one or two, maybe three transfers", "订单分一二三期", "余额 3500\n手续费 12", "2025-2026，三年期"],
)  # fmt: skip
def test_a_list_a_sum_and_a_year_are_none(text: str) -> None:
    assert find(text) == []


def test_two_numbers_in_two_lines_stay_two_people() -> None:
    assert scrub(f"{PHONE}\n13900139000").text == "[电话1]\n[电话2]"


def test_an_address_goes_on_in_the_next_line() -> None:
    text = "寄到山东省青岛市市南区\n香港中路10号3栋2单元501，谢谢"

    assert scrub(text).text == "寄到[地址1]，谢谢"


def test_a_hostile_text_is_read_in_time() -> None:
    """Patterns end soon, whatever is written: each of these made some pattern of this kind run for minutes."""
    pieces = ("一 ", "１", "0\n", "路号", "三八，", "one ", "A. ", "张", "、王", "路1号楼", "省市区路", "\n张", "- ")
    for piece in pieces:
        began = time.perf_counter()
        find(piece * (1_500 // len(piece)))
        assert time.perf_counter() - began < 3.0, piece


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="一二三〇0123456789 \n-，、号路栋张王x", max_size=80))
def test_whatever_is_written_finds_stay_in_the_text_and_apart(text: str) -> None:
    spans = find(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
