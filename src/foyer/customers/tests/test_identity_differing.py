"""Two values side by side: masked, but a few characters that differ are shown."""

import pytest

from foyer.customers.identity.differing import side_by_side


def shown(attribute: str, left: str, right: str, *, whole: bool = False) -> list[str]:
    sides = side_by_side(attribute, [left], [right], whole=whole)
    return ["".join(f"[{piece.text}]" if piece.differs else piece.text for piece in side[0]) for side in sides]


@pytest.mark.parametrize(
    ("attribute", "left", "right", "expected"),
    [
        ("born_on", "1990-05-12", "1990-05-13", ["1990-****[2]", "1990-****[3]"]),
        ("name", "张伟", "张玮", ["张[伟]", "张[玮]"]),
        ("name", "张伟", "张伟", ["张*", "张*"]),
        ("name", "王小明", "李大伟", ["[王**]", "[李**]"]),
        ("resident_id", "11010519491231002X", "110105194912310021", ["1****************[X]", "1****************[1]"]),
        ("sex", "M", "F", ["[M]", "[F]"]),
    ],
)
def test_what_agrees_is_masked_and_what_nearly_agrees_shows_where(
    attribute: str, left: str, right: str, expected: list[str]
) -> None:
    assert shown(attribute, left, right) == expected


def test_addresses_that_share_only_their_town_stay_masked() -> None:
    ours, theirs = shown("home_address", "浙江省杭州市西湖区文三路31号", "浙江省杭州市滨江区江南大道8号")

    assert "文三路" not in ours
    assert "江南大道" not in theirs


def test_everything_is_shown_for_a_reason_only() -> None:
    assert shown("phone", "+8613800000001", "+8613800000001", whole=True) == ["+8613800000001"] * 2
