"""What a column is likely to be: by its name, by the names it goes by elsewhere, and by what its values look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import jellyfish

from foyer.customers.standard import STANDARD
from foyer.customers.standardise import REGISTRY

ALIKE = 0.93
BY_NAME, BY_LIKENESS, BY_VALUES = 1.0, 0.7, 0.6
ENOUGH = 0.8
CONTACTS = {"phone": ("电话 手机 手机号 手机号码 联系电话 phone mobile tel telephone cell msisdn sjhm", "phone"),
            "email": ("邮箱 电子邮箱 邮件 电子邮件 email e_mail mail email_address", "email"),
            "wechat": ("微信 微信号 wechat weixin wx", "text")}  # fmt: skip
DOCUMENTS = {
    "resident_id": (
        "身份证 身份证号 身份证号码 证件号码 idcard id_card id_card_no sfzh resident_id",
        "resident_id",
    ),
    "passport": ("护照 护照号 护照号码 passport passport_no passport_number", "passport"),
    "uscc": ("统一社会信用代码 社会信用代码 信用代码 uscc credit_code", "uscc"),
}
TELLING = ("phone", "email", "resident_id", "uscc", "iban", "card_number", "date", "datetime", "sex", "currency")
"""Standardisers that accept little else: values that they read tell what a column is."""


@dataclass(frozen=True)
class Guess:
    """A field of the standard that a column may be. `kind` is the code of contact points and documents."""

    entity: str
    field: str
    score: float
    kind: str = ""


def plain(name: str) -> str:
    """A name without case, spaces and signs."""
    return re.sub(r"[\s_\-./()（）:：]+", "", name).lower()


def kinds_of(values: Iterable[str | None]) -> dict[str, float]:
    """The share of the values given that each telling standardiser can read."""
    given = [value for value in values if value]
    return {name: _share(REGISTRY[name].read, given) for name in TELLING if given and name in REGISTRY}


def _share(read: Callable[..., str | None], given: list[str]) -> float:
    return sum(_reads(read, value) for value in given) / len(given)


def _reads(read: Callable[..., str | None], value: str) -> bool:
    try:
        return read(value) is not None
    except ValueError:
        return False


def guesses(name: str, kinds: dict[str, float], entity: str) -> list[Guess]:
    """What a column may be in a table of this entity, the likeliest first."""
    found = [
        Guess(entity, field.name, score)
        for field in STANDARD[entity].fields.values()
        if (score := _score(name, (field.name, field.meaning.zh, *field.aliases), kinds, field.standardise or ""))
    ]
    if entity == "party":
        found += _special("contact_point", CONTACTS, name, kinds) + _special("identifier", DOCUMENTS, name, kinds)
        found += _address(name)
    return sorted(found, key=lambda guess: -guess.score)


def _special(entity: str, table: dict[str, tuple[str, str]], name: str, kinds: dict[str, float]) -> list[Guess]:
    scores = {kind: _score(name, aliases.split(), kinds, reader) for kind, (aliases, reader) in table.items()}
    return [Guess(entity, "value", score + 0.05, kind) for kind, score in scores.items() if score]


def _address(name: str) -> list[Guess]:
    fields = ("text", "province", "city", "district", "street", "postcode", "country")
    found = [(field, _score(name, STANDARD["address"].fields[field].aliases, {}, "")) for field in fields]
    return [Guess("address", field, score - 0.01) for field, score in found if score]


def _score(name: str, aliases: Iterable[str], kinds: dict[str, float], reader: str) -> float:
    """Names weigh most; values that do not read as this kind count against it."""
    wanted = plain(name)
    known = [plain(alias) for alias in aliases]
    by_name = BY_NAME if wanted in known else BY_LIKENESS if any(_alike(wanted, each) for each in known) else 0.0
    share = kinds.get(reader)
    if share is None:
        return by_name
    if share >= ENOUGH and reader not in ("date", "datetime"):
        return by_name + BY_VALUES * share
    return by_name * share if share < ENOUGH else by_name + 0.1 if by_name else 0.0


@cache
def _alike(left: str, right: str) -> bool:
    if min(len(left), len(right)) < 4:
        return False
    return jellyfish.jaro_winkler_similarity(left, right) >= ALIKE
