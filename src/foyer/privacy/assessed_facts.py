"""How the facts that assessments of purposes and sources begin with are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foyer.base.text import Bilingual
from foyer.privacy.consents import kinds
from foyer.privacy.models import Purpose
from foyer.security.risks import facts
from foyer.security.risks.facts import Fact, in_both, listed, plain, stored, yes_or_no

SOURCE_BASES = {
    "contract": Bilingual("合同", "Contract"),
    "consent": Bilingual("同意", "Consent"),
    "legal_duty": Bilingual("法定职责", "Legal duty"),
    "emergency": Bilingual("紧急情况", "Emergency"),
    "public_interest": Bilingual("公共利益", "Public interest"),
    "published": Bilingual("本人公开", "Made public by the person"),
    "legitimate_interest": Bilingual("正当利益", "Legitimate interest"),
}


@facts.read_by("purpose")
def of_purpose(said: dict[str, Any]) -> Iterator[Fact]:
    """With which data, on which basis, by which rule, how long, to whom."""
    yield Bilingual("数据种类", "Kinds of data"), listed(_kind(one) for one in said.get("kinds", []))
    yield Bilingual("信息类别", "Classes of data"), plain(", ".join(said.get("classes", [])))
    yield Bilingual("法律依据", "Legal basis"), basis(said.get("basis", ""))
    yield Bilingual("条款", "Articles"), plain(said.get("articles", ""))
    yield Bilingual("使用规则", "When it is used"), _chosen(Purpose.Rule, said.get("rule", ""))
    yield Bilingual("敏感个人信息", "Sensitive personal information"), yes_or_no(said.get("sensitive"))
    if said.get("retention"):
        yield Bilingual("保存期限", "How long it is kept"), Bilingual(**said["retention"])
    yield Bilingual("接收方", "Recipients"), listed(stored(said.get("recipients", {}).values()))


@facts.read_by("source")
def of_source(said: dict[str, Any]) -> Iterator[Fact]:
    """Whether somebody outside the bank gives it, under which contract, on which basis."""
    yield Bilingual("第三方提供", "Given by a third party"), yes_or_no(said.get("third_party"))
    yield Bilingual("合同", "Contract"), plain(said.get("contract", ""))
    given = said.get("basis", "")
    yield Bilingual("法律依据", "Legal basis"), SOURCE_BASES.get(given, plain(given))


def basis(code: str) -> Bilingual:
    """A legal basis of a purpose, in both languages."""
    return _chosen(Purpose.Basis, code)


def _chosen(choices: Any, code: str) -> Bilingual:
    return in_both(choices(code).label) if code in choices.values else plain(code)


def _kind(code: str) -> Bilingual:
    return kinds.KINDS[code].name if code in kinds.KINDS else plain(code)
