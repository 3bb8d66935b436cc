"""Names: Chinese, western, both; how they sound and how they are written in Latin letters."""

import pytest

from foyer.customers.standardise import (
    family_name,
    given_name,
    homophone_key,
    latin_name,
    name,
    name_part,
    pinyin,
    pinyin_initials,
    simplified,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("张 三", "张三"),
        ("张\u3000三", "张三"),
        ("张\u200b三", "张三"),
        ("欧阳娜娜先生", "欧阳娜娜"),
        ("李四 女士", "李四"),
        ("張三", "張三"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("王小明 Wang Xiaoming", "王小明"),
        ("王五（曾用名王六）", "王五"),
        ("北京 某某科技有限公司", "北京某某科技有限公司"),
        ("北京某某科技有限公司（筹）", "北京某某科技有限公司(筹)"),
        ("Dr. John R. Smith Jr.", "John R. Smith Jr."),
        ("SMITH, John", "John Smith"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
        ("JOHN SMITH", "John Smith"),
        ("ludwig van beethoven", "Ludwig van Beethoven"),
        ("O'NEILL, SHAUN", "Shaun O'Neill"),
        ("ZHANG San", "San Zhang"),
        ("Smith & Sons Ltd.", "Smith & Sons Ltd."),
        ("Žofia Łukasiewicz", "Žofia Łukasiewicz"),
    ],
)
def test_a_name_is_written_one_way(given: str, expected: str) -> None:
    assert name(given) == expected


@pytest.mark.parametrize("given", ["张*", "*大友", "", "  ", "13800010001", "N/A", "无", "不详", "\u200b"])
def test_what_is_no_name_is_refused(given: str) -> None:
    assert name(given) is None


@pytest.mark.parametrize(
    ("whole", "family", "first"),
    [
        ("张三丰", "张", "三丰"),
        ("欧阳娜娜", "欧阳", "娜娜"),
        ("歐陽修", "歐陽", "修"),
        ("司马懿", "司马", "懿"),
        ("张 三", "张", "三"),
        ("欧 阳修", "欧", "阳修"),
        ("阿卜杜拉·买买提", "买买提", "阿卜杜拉"),
        ("John R. Smith Jr.", "Smith", "John R."),
        ("SMITH, John", "Smith", "John"),
        ("Wei ZHANG", "Zhang", "Wei"),
        ("某某科技有限公司", None, None),
    ],
)
def test_family_and_given_name(whole: str, family: str | None, first: str | None) -> None:
    assert (family_name(whole), given_name(whole)) == (family, first)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("仇英", "qiu ying"),
        ("解晓东", "xie xiao dong"),
        ("查良镛", "zha liang yong"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("歐陽娜娜", "ou yang na na"),
        ("John Smith", "john smith"),
    ],
)
def test_family_names_are_read_in_their_own_way(given: str, expected: str) -> None:
    assert pinyin(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("吕小布", "Lyu Xiaobu"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Žofia Łukasiewicz", "Zofia Lukasiewicz"),
        ("Иван", None),
        ("田中さくら", None),
    ],
)
def test_latin_letters(given: str, expected: str | None) -> None:
    assert latin_name(given) == expected


def test_names_of_one_sound_share_a_key_in_any_order_and_script() -> None:
    assert {homophone_key(one) for one in ("张伟", "章威", "ZHANG Wei", "Wei Zhang", "Zhang, Wei")} == {"wei zhang"}


def test_people_search_by_initials() -> None:
    assert pinyin_initials("欧阳娜娜") == "oynn"


def test_simplified_stands_beside_the_original() -> None:
    assert (simplified("張偉陳"), name("張偉")) == ("张伟陈", "張偉")


def test_parts_alone_stay_whole() -> None:
    assert (name_part("SMITH-JONES"), name_part(" 欧 阳 "), name_part("van der Berg")) == (
        "Smith-Jones",
        "欧阳",
        "van der Berg",
    )
