"""The kinds of data that purposes and notices speak of, each with its legend."""

from dataclasses import dataclass

from foyer.base.legends import (
    BEHAVIOUR,
    CONTACT,
    DOCUMENT,
    FINANCE,
    FREE_TEXT,
    INTERNAL,
    PROFILE,
    SPECIAL,
    Legend,
)
from foyer.base.text import Bilingual


@dataclass(frozen=True)
class Kind:
    name: Bilingual
    legend: Legend


KINDS: dict[str, Kind] = {
    "identity": Kind(Bilingual("身份信息", "Identity"), DOCUMENT),
    "contact": Kind(Bilingual("联系方式", "Contact details"), CONTACT),
    "account": Kind(Bilingual("账户信息", "Accounts"), FINANCE),
    "transaction": Kind(Bilingual("交易记录", "Transactions"), FINANCE),
    "product": Kind(Bilingual("持有产品", "Products you hold"), FINANCE),
    "conversation": Kind(Bilingual("沟通记录", "Conversations"), FREE_TEXT),
    "behaviour": Kind(Bilingual("浏览和点击", "What you view and tap"), BEHAVIOUR),
    "device": Kind(Bilingual("设备信息", "Device"), INTERNAL),
    "location": Kind(Bilingual("位置信息", "Location"), SPECIAL),
    "tag": Kind(Bilingual("标签", "Tags"), PROFILE),
    "rating": Kind(Bilingual("评价和答卷", "Ratings and answers"), PROFILE),
    "voice": Kind(Bilingual("声音", "Voice"), SPECIAL),
    "image": Kind(Bilingual("影像", "Picture"), SPECIAL),
}


def names(kinds: list[str], language: str) -> list[str]:
    """Kinds in words."""
    return [KINDS[kind].name.in_(language) if kind in KINDS else kind for kind in kinds]
