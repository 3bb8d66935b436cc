"""What risk assessment is told by this room: sources from outside the bank and the matching model need an assessment.

Nothing of a third party is taken in, and no model that learned from stewards' decisions becomes live, before somebody
assessed what that means for people and a second person agreed (PIPL 55).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from foyer.base.lake import saving
from foyer.base.text import Bilingual
from foyer.customers.identity import keeping
from foyer.customers.sources import queries as sources
from foyer.customers.sources.shapes import Source
from foyer.customers.standard import STANDARD
from foyer.security.risks import assessments, facts, register
from foyer.security.risks.facts import Fact, plain, yes_or_no
from foyer.security.risks.register import Entry, Kind

MODEL = "model:matching"
MODEL_CODE = "PIA-MATCHING"
MODEL_NAME = Bilingual("身份匹配模型（自动判断两条记录是否同一人）", "The matching model: are two records one person?")


def code_of(source: str) -> str:
    """The reference of the assessment of a source."""
    return f"PIA-SOURCE-{source}".upper()[:60]


@assessments.needs
def of_third_parties() -> Iterator[tuple[str, str, Bilingual]]:
    """Every source on the list that somebody outside the bank gives."""
    for one in sources.all_sources():
        if one.third_party is not None:
            yield f"source:{one.code}", code_of(one.code), one.title


@assessments.needs
def of_models() -> Iterator[tuple[str, str, Bilingual]]:
    yield MODEL, MODEL_CODE, MODEL_NAME


@assessments.prefill("model")
def matching(code: str) -> dict[str, Any] | None:
    """What the house knows of the model that decides."""
    if f"model:{code}" != MODEL:
        return None
    row = keeping.live()
    facts = {"live": row.name if row else "", "learns_from": ["stewards' decisions"], "refusable": True}
    answers = {
        "description": {
            "zh": "模型比较姓名、证件、联系方式等字段的相似程度，判断两条记录是否属于同一人；介于两可者由管理员裁决。",
            "en": "It compares names, documents and contacts of two records; what lies between a steward decides.",
        },
        "legitimacy": {
            "zh": "为准确识别同一客户、避免错发与重复打扰所必需；不用于定价或授信，管理员可撤销任何合并。",
            "en": "It is needed to know a customer as one and to disturb nobody twice; no price or credit hangs on it, "
            "and a steward undoes any merger.",
        },
    }
    return {"title": MODEL_NAME, "facts": facts, "answers": answers}


@facts.read_by("model")
def facts_of_model(said: dict[str, Any]) -> Iterator[Fact]:
    """Which one decides now, from what it learns, and whether a person may refuse it."""
    yield Bilingual("当前模型", "Live model"), plain(said.get("live", ""))
    yield Bilingual("学习依据", "Learns from"), Bilingual("数据管家的裁决", "stewards' decisions")
    yield Bilingual("本人可拒绝", "A person may refuse it"), yes_or_no(said.get("refusable"))


def check_source(source: Source) -> None:
    """Raises AssessmentNeeded for a third party's source without an approved assessment in force."""
    if source.third_party is not None:
        assessments.check(f"source:{source.code}", code_of(source.code))


def may_merge_alone() -> bool:
    """Whether what the model is sure of is merged without a steward. Where real customers are served not before the
    assessment of matching is approved, its first version included: until then it proposes, and documents and stewards
    decide."""
    return not settings.FOYER_PRODUCTION or may_promote()


def may_promote() -> bool:
    """Whether a model that learned may become live."""
    return assessments.approved(MODEL_CODE, MODEL)


RESULTS = {
    "clusters": Bilingual("归并结果", "Who is one customer"),
    "golden": Bilingual("黄金记录", "Golden records"),
    "collected_event": Bilingual("采集的行为事件", "Collected events"),
    "raw": Bilingual("来源原始行", "Rows as sources gave them"),
    "converted": Bilingual("转换后的来源数据", "Sources in the standard's form"),
}


@register.part
def datasets() -> Iterator[Entry]:
    """What the lake keeps of customers, by the names of the collection standard."""
    for name in saving.names():
        room, _dot, rest = name.partition(".")
        if room == "customers":
            yield Entry(f"dataset:{name}", Kind.DATASET, _dataset(rest), room)


def _dataset(rest: str) -> Bilingual:
    """ "account", "golden", or "converted.core.account"."""
    first, *_more = rest.split(".")
    if first in STANDARD:
        return Bilingual(STANDARD[first].meaning.zh, first.replace("_", " ").capitalize())
    return RESULTS.get(first, Bilingual(rest, rest))
