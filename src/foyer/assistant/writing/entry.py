"""The language model in the register of AI uses, and which model wrote what: for labels, audits and the register."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from foyer.assistant.models import Draft
from foyer.assistant.register.declaring import Model, Risk, Use, declare
from foyer.assistant.writing import port
from foyer.assistant.writing.beginning import CODE
from foyer.base.text import Bilingual

NONE, UNSAID = Bilingual("未配置", "none configured"), Bilingual("未登记", "not stated")


def model() -> Model:
    """The model that is configured now."""
    writer = port.writer()
    if writer is None:
        return Model(NONE.en, "-", "-", NONE, "-")
    said = writer.identity
    region = Bilingual(said.region, said.region) if said.region else UNSAID
    licence = settings.FOYER_LLM_LICENCE or UNSAID.en
    return Model(said.model, said.version or UNSAID.en, f"{said.provider} ({said.host})", region, licence)


def who_wrote(message_id: Any) -> dict[str, str]:
    """Which model, version, provider and region put the answer to a message into words; empty where none did."""
    draft = Draft.objects.filter(message_id=message_id, state=Draft.State.SAID).only("written_by").first()
    return dict(draft.written_by) if draft else {}


WRITING = declare(
    Use(
        code=CODE,
        name=Bilingual("语言模型撰写回答", "Answers written by a language model"),
        purpose=Bilingual(
            "把已审核知识条目的段落改写成直接的回答，必要时译成客户的语言",
            "put passages of reviewed articles into a direct answer, in the customer's language",
        ),
        risk=Risk.LIMITED,
        why=Bilingual(
            "与公众对话的生成内容；逐句核对引用后才显示，不作任何决定，不调用工具",
            "generated text for the public; each sentence is checked against its citation before it is shown; it "
            "decides nothing and calls no tool",
        ),
        data=Bilingual(
            "去除个人信息后的问题和已发布的知识段落；提问与输出加密留存备查",
            "the question without personal data, and published passages; prompts and outputs are kept, sealed, "
            "for audit",
        ),
        people=Bilingual(
            "客户一键转人工；座席随时接管；抽样复核；熔断后自动改用内置回答",
            "the customer reaches a person in one tap; an agent takes over at any time; samples are reviewed; a "
            "breaker falls back to the built-in answers",
        ),
        off=Bilingual("改用知识条目原文作答", "answers are given in the articles' own words"),
        exit=Bilingual(
            "更换地址即更换模型；内置回答始终可用，不依赖任何供应商",
            "another address is another model; the built-in answers are always there and need no provider",
        ),
        model=model,
    )
)
