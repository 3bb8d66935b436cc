"""A name is what reads better as one than as words, by its characters and by what stands beside it."""

import time

import pytest

from foyer.privacy.deid import find


def named(text: str) -> set[str]:
    return {text[span.start : span.end] for span in find(text) if span.kind == "name"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("麻烦把回单给郗若彤一份", "郗若彤"), ("系统里显示的是逯思哲", "逯思哲"), ("上回谭倩妮来办过", "谭倩妮"),
        ("那个尉迟俊辉又打来了", "尉迟俊辉"), ("让欧阳修文先签", "欧阳修文"),
    ],
)  # fmt: skip
def test_characters_of_names_need_no_cue(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    ("season", "person"),
    [
        ("夏天的利率比冬天高吗", "收款人是夏天"),
        ("高兴的时候多存点", "姓名：高兴"),
        ("白云机场网点在哪", "收款人：白云"),
    ],
)
def test_a_word_is_a_name_only_where_somebody_is_meant(season: str, person: str) -> None:
    assert named(season) == set() and len(named(person)) == 1


def test_a_list_of_names_carries_those_that_are_words() -> None:
    assert named("名单：江河、柳青、石磊") == {"江河", "柳青", "石磊"}
    assert named("支持金卡、白金卡、黑卡") == set()


@pytest.mark.parametrize(
    "text",
    ["王府井支行几点开门", "黄河路网点", "高新区的公司", "方正证券的账户", "华夏银行信用卡", "安心保险怎么退"],
)
def test_a_place_a_branch_and_a_company_are_nobody(text: str) -> None:
    assert named(text) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [("老卞让我来的", "老卞"), ("小匡在吗", "小匡"), ("强哥借我的卡", "强"), ("我姓麴", "麴"), ("免贵姓司徒", "司徒"),
     ("户名 岳 飞", "岳 飞"), ("持卡人LI Si", "LI Si"), ("寄件人 Xu, Zhiqiang", "Xu, Zhiqiang"),
     ("呼格吉勒问牧区贷款", "呼格吉勒"), ("伊万诺夫先生的税表", "伊万诺夫")],
)  # fmt: skip
def test_short_spaced_pinyin_and_foreign_forms(text: str, name: str) -> None:
    covered = "".join(sorted(named(text)))

    assert name in covered or name[:1] in covered


def test_it_costs_little() -> None:
    find("热身")
    text = "您好，我叫卢斯羽，上周五在你们人民路支行办的卡到现在还没收到，麻烦帮我查一下寄到哪里了，谢谢"
    began = time.perf_counter()
    for _ in range(50):
        find(text)

    assert (time.perf_counter() - began) / 50 < 0.02


def test_a_given_name_alone_and_a_rare_family_name_are_found_where_somebody_is_meant() -> None:
    assert named("我儿子闪闪的卡丢了") == {"闪闪"} and named("屏幕闪闪的怎么办") == set()
    assert named("佴先生打来的") == {"佴"} and named("操经理态度很好") == {"操"}
    assert named("黄金今天多少钱一克") == set()
