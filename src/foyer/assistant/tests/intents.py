"""A small set of intents, and versions trained on it, for the tests of intents and those above."""

from typing import Any

from foyer.assistant.intents import content, exchange, live, promoting, running
from foyer.assistant.models import IntentVersion
from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual

LEARNED = {
    "card-lost": ["我的卡丢了", "银行卡不见了怎么办", "卡被偷了，要挂失", "挂失我的卡", "I have lost my card",
                  "my card was stolen", "how do I block a missing card", "block my lost card"],
    "balance": ["我还有多少钱", "查一下余额", "账户里剩多少", "余额是多少", "what is my balance",
                "how much money do I have left", "show me my account balance", "check the balance"],
    "transfer-late": ["转账还没到账", "钱转出去对方没收到", "汇款怎么还没到", "转账一直没到",
                      "my transfer has not arrived", "the money I sent is still pending",
                      "why is my transfer taking so long", "transfer not received"],
    "fee": ["转账手续费多少", "跨行要收费吗", "为什么扣了我手续费", "手续费标准", "what do you charge for a transfer",
            "why was I charged a fee", "are there any fees", "how much is the fee"],
}  # fmt: skip


def written(by: Actor = SYSTEM) -> None:
    """The set as its editors left it."""
    for code, texts in LEARNED.items():
        content.write(code, name=Bilingual(code, code), by=by)
        for text in texts:
            content.add(code, text, by=by)


def trained(by: Actor = SYSTEM) -> IntentVersion:
    return running.run(running.start(by=by).pk)


def went_live(by: Actor = SYSTEM) -> IntentVersion:
    """Written, trained and live in this process."""
    written(by)
    version = trained(by)
    promoting.go_live(version, by=by)
    live.forget()
    return version


def spoilt(share: int = 2) -> None:
    """Somebody gives every so manieth phrasing to the wrong intent."""
    codes = list(LEARNED)
    for number, code in enumerate(codes):
        for text in LEARNED[code][::share]:
            row = content.intent_of(code).phrasings.get(text=text)
            content.move(row.pk, to=codes[(number + 1) % len(codes)], by=SYSTEM)


def file_of(rows: list[dict[str, Any]]) -> bytes:
    lines = ["intent,lang,text,name_zh,name_en"]
    lines += [",".join(row.get(name, "") for name in ("intent", "lang", "text", "name_zh", "name_en")) for row in rows]
    return "\n".join(lines).encode()


__all__ = ["LEARNED", "exchange", "file_of", "spoilt", "trained", "went_live", "written"]
