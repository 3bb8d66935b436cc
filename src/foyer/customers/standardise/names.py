"""Names of people and organisations, in Chinese and western order. Masked names (张*) are refused."""

import re
from functools import lru_cache
from typing import NamedTuple

from foyer.customers.standardise.surnames import COMPOUND
from foyer.customers.standardise.text import HAN, folded, settling
from foyer.customers.standardise.western import Western, western

_DOTS = re.compile(r"\s*[·•・‧∙⋅●.﹒ꞏ᛫⸱]\s*")
_ASIDE = re.compile(r"\s*[(\[【〔].*?[)\]】〕]\s*$")
_BOTH_SCRIPTS = re.compile(rf"^({HAN.pattern}[{HAN.pattern[1:-1]}·\s]+?)[\s/,(]+[A-Za-z][A-Za-z .,'\-]*\)?$")
_CHINESE_ORGANISATION = re.compile(
    r"(公司|集团|银行|支行|分行|信用社|合作社|事务所|商行|商店|超市|酒店|饭店|餐厅|药店|诊所|医院|学校|大学|学院|中学|小学|幼儿园"
    r"|委员会|协会|学会|基金会|研究院|研究所|工厂|厂|中心|局|经营部|门市部|工作室|个体户|党支部|办事处|政府|法院|检察院|合伙企业)$"
)
_WESTERN_ORGANISATION = re.compile(
    r"\b(ltd|limited|llc|llp|plc|inc|incorporated|corp|corporation|company|co|gmbh|ag|kg|sa|srl|sarl|bv|nv|ab|oy|as|spa"
    r"|pte|pty|bank|university|college|school|hospital|foundation|association|trust|fund|group|holdings)\b\.?$"
    r"|\b(s\.r\.o|a\.s|s\.a|s\.p\.a|k\.s|v\.o\.s)\.?$",
    re.IGNORECASE,
)
PLAIN = "^[\u4e00-\u9fff]{2,3}$"
"""Two or three characters are their own canonical form, unless they end in a title or say that there is no name."""
TITLE = "(先生|女士|小姐|太太|夫人|同志|女史)$"
_TITLES = re.compile(rf"(?<=.)\s*{TITLE}")
_PLAIN = re.compile(PLAIN.removesuffix("$") + r"\Z")
NO_NAMES = frozenset(("n/a", "#n/a", "无", "暂无", "未知", "不详", "未填", "不适用", "\\n", "匿名"))


class Parts(NamedTuple):
    family: str | None
    given: str | None


@settling
def name(value: str) -> str | None:
    """The name in its own script: no spaces within Chinese, no titles, first name first in western ones.

    张 三先生 → 张三; 買買提．吐尔逊 → 買買提·吐尔逊; SMITH, John → John Smith. Traditional characters stay as written.
    """
    if _PLAIN.match(value) and not _TITLES.search(value) and value not in NO_NAMES:
        return value
    found = _speakable(value)
    if found is None:
        return None
    if is_organisation(found):
        return _organisation(found)
    return chinese(found) if HAN.search(found) else _said(western(found))


def family_name(value: str) -> str | None:
    """The family name in a full name: 欧阳娜娜 → 欧阳; John R. Smith Jr. → Smith. An organisation has none."""
    return parts(value).family


def given_name(value: str) -> str | None:
    """What remains of a full name: 欧阳娜娜 → 娜娜; John R. Smith Jr. → John R."""
    return parts(value).given


@settling
def name_part(value: str) -> str | None:
    """A family or given name by itself, kept whole; capitals come down to a capital."""
    found = _speakable(value)
    if found is None:
        return None
    return chinese(found) if HAN.search(found) else cased(found)


@lru_cache(maxsize=1 << 14)
def parts(value: str) -> Parts:
    """Family and given name. A name with a middle dot is given first, then the father's or family name."""
    found = _speakable(value)
    if found is None or is_organisation(found):
        return Parts(None, None)
    if not HAN.search(found):
        read = western(found)
        return Parts(read.family or None, " ".join(filter(None, (read.first, read.middle))) or None)
    return _chinese_parts(chinese(found) or "", spaced=found)


def is_organisation(value: str) -> bool:
    """Whether a name ends as companies and institutions do: …有限公司, …支行, … Ltd."""
    bare = _ASIDE.sub("", value)
    return bool((_CHINESE_ORGANISATION.search(bare) and len(bare) > 3) or _WESTERN_ORGANISATION.search(bare))


def chinese(value: str) -> str | None:
    """A name in Chinese characters; Latin letters beside it and notes in brackets are left out."""
    found = _ASIDE.sub("", value) or value
    if both := _BOTH_SCRIPTS.match(found):
        found = both[1]
    found = _TITLES.sub("", found.strip(" ,，、;；"))
    return _DOTS.sub("·", re.sub(r"[\s,，、]+", "", found)).strip("·") or None


def cased(value: str) -> str:
    """All capitals or none become a capital each; a mixture is how its owner writes it."""
    if not (value.isupper() or value.islower()):
        return value
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), value)


def _speakable(value: str) -> str | None:
    found = folded(value)
    if found is None or "*" in found or found.lower() in NO_NAMES or not re.search(r"[^\W\d_]", found):
        return None
    return found.strip(" ,;，；、|") or None


def _organisation(value: str) -> str:
    if not HAN.search(value):
        return value
    return re.sub(rf"(?<={HAN.pattern})\s+(?={HAN.pattern})", "", value)


def _said(read: Western) -> str | None:
    return " ".join(filter(None, (read.first, read.middle, read.family, read.suffix))) or None


def _chinese_parts(found: str, *, spaced: str) -> Parts:
    if "·" in found:
        given, _, family = found.rpartition("·")
        return Parts(family or None, given or None)
    words = _TITLES.sub("", spaced).split()
    if len(words) == 2 and words[0] + words[1] == found and len(words[0]) <= 2:
        return Parts(words[0], words[1])
    size = 2 if len(found) > 2 and found[:2] in COMPOUND else 1
    return Parts(found[:size] or None, found[size:] or None)
