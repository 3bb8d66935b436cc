"""Values out of a short list: codes of a table, yes and no, sex, countries, languages."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from foyer.customers.standardise.tables import words, written_as
from foyer.customers.standardise.text import folded, given

_YES = words("1 y yes t true on 是 有 真 对 ok 已 √ ✓ ✔ 是的 1.0")
_NO = words("0 n no f false off 否 无 假 没有 未 × ✗ ✘ 不是 0.0 非")
_MALE = words("1 m male man 男 男性 先生 mr ♂ 男士 m. 1.0 01")
_FEMALE = words("2 f female woman 女 女性 女士 小姐 mrs ms miss ♀ f. 2.0 02")
_COUNTRIES = written_as(
    {
        "CN": (
            "中国|中國|中华人民共和国|中国大陆|大陆|prc|p.r.china|p.r. china|pr china|people's republic of china|"
            "mainland china|chinese"
        ),
        "US": "美国|usa|u.s.a.|u.s.|america|united states of america",
        "GB": "uk|u.k.|great britain|england|scotland|wales|britain|英国",
        "HK": "香港|中国香港|hong kong|hongkong",
        "MO": "澳门|中国澳门|macau|macao",
        "TW": "台湾|台灣|臺灣|中国台湾|taiwan",
        "KR": "韩国|南韩|korea|south korea|republic of korea",
        "KP": "朝鲜|north korea",
        "RU": "俄国|俄罗斯联邦|russian federation",
        "VN": "越南|viet nam",
        "CZ": "czech republic|捷克共和国",
        "NL": "holland|the netherlands",
        "AE": "uae|阿联酋",
        "NZ": "新西兰",
        "TR": "turkey",
        "CI": "ivory coast",
    },
    "|",
)
_LANGUAGES = {
    "中文": "zh",
    "汉语": "zh",
    "普通话": "zh",
    "mandarin": "zh",
    "chinese": "zh",
    "国语": "zh",
    "英文": "en",
    "日文": "ja",
}

Pairs = tuple[tuple[str, str], ...]


def code(value: str, table: Iterable[str] | Pairs | Mapping[str, str] = ()) -> str | None:
    """The code that a value names. `table` lists codes, or pairs of what is written and the code it means."""
    found = given(value) or folded(value)
    if found is None:
        return None
    known = _lookup(tuple(table.items()) if isinstance(table, Mapping) else tuple(table))
    return known.get(_plain(found))


@lru_cache(maxsize=256)
def _lookup(table: tuple[str, ...] | Pairs) -> dict[str, str]:
    pairs = [(one, one) if isinstance(one, str) else one for one in table]
    return {_plain(said): meant for said, meant in pairs} | {_plain(meant): meant for _, meant in pairs}


def _plain(value: str) -> str:
    return (folded(value) or "").casefold().replace(" ", "_").replace("-", "_")


def boolean(value: str) -> str | None:
    """true or false from 是/否, Y/N, 1/0 and the like."""
    found = (folded(value) or "").lower()
    return "true" if found in _YES else "false" if found in _NO else None


def sex(value: str) -> str | None:
    """M or F. GB/T 2261.1 writes 1 and 2; its 0 (unknown) and 9 (not told) are no answer."""
    found = (folded(value) or "").lower()
    return "M" if found in _MALE else "F" if found in _FEMALE else None


def country(value: str) -> str | None:
    """ISO 3166-1 alpha-2 from its codes (CN, CHN, 156) and its Chinese and English names."""
    found = given(value)
    if found is None:
        return None
    code = found.upper()
    return code if code in _territories() else _COUNTRIES.get(found.lower()) or _country_names().get(found.lower())


def language(value: str) -> str | None:
    """ISO 639-1 from codes (zh, zh-CN, zh_Hans) and names in Chinese and English."""
    found = given(value)
    if found is None:
        return None
    base = found.lower().replace("_", "-").split("-")[0]
    return base if base in _language_codes() else _LANGUAGES.get(found.lower()) or _language_names().get(found.lower())


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    from babel import Locale

    no_countries = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "XK"}
    return frozenset(one for one in map(str, Locale("en").territories) if len(one) == 2) - no_countries


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    """CLDR's names in three scripts, and its alias of three-letter and three-digit codes."""
    from babel import Locale
    from babel.core import get_global

    locales = (Locale("en"), Locale("zh"), Locale("zh", script="Hant"))
    names = {
        name.lower(): code for locale in locales for code, name in locale.territories.items() if code in _territories()
    }
    others = get_global("territory_aliases").items()
    return names | {old.lower(): new[0] for old, new in others if len(new) == 1 and new[0] in _territories()}


@lru_cache(maxsize=1)
def _language_codes() -> frozenset[str]:
    from babel import Locale

    return frozenset(one for one in map(str, Locale("en").languages) if len(one) == 2)


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    from babel import Locale

    named = [pair for locale in (Locale("en"), Locale("zh")) for pair in locale.languages.items()]
    return {str(name).lower(): str(code) for code, name in named if str(code) in _language_codes()}
