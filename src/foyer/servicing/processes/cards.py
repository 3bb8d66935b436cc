# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Lost card and new card."""

from datetime import timedelta

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.servicing.errors import CoreRefused
from foyer.servicing.models import Order, State
from foyer.servicing.processes import saying
from foyer.servicing.processes.declaring import STEPPED_UP, VERIFIED, Ask, Choice, Done, Field, Process, declare

COOLING_OFF = timedelta(hours=24)
REASONS = (
    Choice(
        "lost", Bilingual("丢失", "Lost"), ("丢", "掉了", "不见", "找不到", "遗失", "lost", "can't find", "missing")
    ),
    Choice("stolen", Bilingual("被盗", "Stolen"), ("偷", "被盗", "抢", "stolen", "theft", "robbed")),
    Choice(
        "safety",
        Bilingual("先停用以防万一", "To be on the safe side"),
        ("以防万一", "安全", "停用", "safe", "just in case"),
    ),
)
DELIVERIES = (
    Choice(
        "home",
        Bilingual("寄到登记地址", "To my registered address"),
        ("寄", "邮寄", "家", "home", "post", "mail", "address"),
    ),
    Choice(
        "outlet",
        Bilingual("到开户网点领取", "Collect at my outlet"),
        ("网点", "支行", "自取", "领取", "outlet", "branch", "collect"),
    ),
)


def active_cards(ask: Ask) -> list[Choice]:
    return [saying.card_choice(one) for one in ask.core.cards(ask.number) if one.status == "active"]


def replaceable_cards(ask: Ask) -> list[Choice]:
    """Those that are blocked first: they are what most people want a new one for."""
    cards = [one for one in ask.core.cards(ask.number) if one.status != "replaced"]
    return [saying.card_choice(one) for one in sorted(cards, key=lambda one: one.status != "blocked")]


def card_label(ask: Ask) -> Bilingual:
    return next((saying.card(one) for one in ask.core.cards(ask.number) if one.id == ask.values["card"]), Bilingual())


def no_risky_act_after_a_new_phone(ask: Ask) -> None:
    """For a day after the phone was changed nobody gets a new card or a higher limit: so an account is taken over."""
    changed = Order.objects.filter(
        customer=ask.customer, process="change_phone", state=State.DONE, finished_at__gt=clock.now() - COOLING_OFF
    )
    if changed.exists():
        raise CoreRefused("cooling_off", Bilingual(
            "您在 24 小时内申请过更换手机号。为保护您的资金，这项业务请在 24 小时后再办，或带身份证到网点办理。",
            "You asked for another phone number within the last 24 hours. To protect your money, please come back after "
            "24 hours, or visit an outlet with your identity document.",
        ))  # fmt: skip


def _confirm_block(ask: Ask) -> Bilingual:
    card = card_label(ask)
    return Bilingual(
        f"将挂失{card.zh}。挂失后这张卡立即不能消费、取现和转出，补卡前不能恢复。确认挂失吗？",
        f"I will block your {card.en.lower()}. At once nothing can be bought, withdrawn or transferred with it, and it "
        "stays blocked until you have a new one. Shall I block it?",
    )


def _block(ask: Ask) -> Done:
    card = card_label(ask)
    receipt = ask.core.block_card(ask.number, ask.values["card"], reason=ask.values["reason"], key=ask.key)
    return Done(
        Bilingual(
            f"已经挂失{card.zh}，业务编号 {receipt.reference}。这张卡现在不能再用。要不要现在申请补卡？",
            f"Your {card.en.lower()} is blocked, reference {receipt.reference}. It cannot be used any more. Would you "
            "like to order a new one now?",
        ),
        receipt.reference, "blocked", ("reissue_card", "dispute"),
    )  # fmt: skip


declare(Process(
    code="block_card",
    title=Bilingual("银行卡挂失", "Block a card"),
    button=Bilingual("立即挂失", "Block my card now"),
    level=VERIFIED, act_level=VERIFIED, limit=10,
    fields=(
        Field("card", Bilingual("卡片", "Card"), Bilingual("要挂失哪一张卡？", "Which card shall I block?"),
              choices=active_cards,
              nothing=Bilingual("您名下没有可以挂失的卡：都已经挂失或更换。", "You have no card that could be blocked: all are blocked or replaced already.")),
        Field("reason", Bilingual("原因", "Reason"), Bilingual("卡是丢了，还是被偷了？", "Was it lost or stolen?"),
              choices=lambda _ask: REASONS),
    ),
    confirm=_confirm_block, act=_block,
    orders=(
        r"挂失|掛失", r"(冻结|凍結|锁定|鎖定|锁住|停用|停掉|关掉).{0,6}(卡)", r"把.{0,8}卡.{0,4}(冻|停|锁|关)",
        r"\b(block|freeze|lock|deactivate|disable|stop|cancel)\b.{0,25}\bcards?\b", r"\breport\b.{0,20}\bcard\b.{0,12}\b(lost|stolen|missing)\b",
    ),
    suggested=(
        r"卡.{0,6}(丢|掉了|不见|找不到|遗失|被偷|被盗|没了|落在)", r"(丢|掉|遗失|弄丢|偷).{0,6}卡", r"\b(lost|stolen|missing|misplaced|stole)\b.{0,20}\bcards?\b", r"\bcards?\b.{0,25}\b(lost|stolen|missing|gone)\b",
    ),
))  # fmt: skip


def _confirm_reissue(ask: Ask) -> Bilingual:
    card = card_label(ask)
    where = next(one.label for one in DELIVERIES if one.value == ask.values["delivery"])
    return Bilingual(
        f"将为{card.zh}换发新卡，{where.zh}。旧卡同时失效。确认补卡吗？",
        f"I will replace your {card.en.lower()} by a new one ({where.en.lower()}). The old card ends with it. Shall I order it?",
    )


def _reissue(ask: Ask) -> Done:
    card = card_label(ask)
    receipt = ask.core.reissue_card(ask.number, ask.values["card"], delivery=ask.values["delivery"], key=ask.key)
    tail = receipt.details.get("tail", "")
    return Done(
        Bilingual(
            f"已经受理{card.zh}的补卡，业务编号 {receipt.reference}，新卡尾号 {tail}。收到新卡后请先启用再使用。",
            f"A new card for your {card.en.lower()} is ordered, reference {receipt.reference}; it ends in {tail}. Please "
            "activate it when you have it.",
        ),
        receipt.reference, "reissued",
    )  # fmt: skip


declare(Process(
    code="reissue_card",
    intents=("card-reissue",),
    title=Bilingual("补换新卡", "Replace a card"),
    button=Bilingual("申请补卡", "Order a new card"),
    level=VERIFIED, act_level=STEPPED_UP, limit=3,
    fields=(
        Field("card", Bilingual("卡片", "Card"), Bilingual("要补换哪一张卡？", "Which card shall I replace?"),
              choices=replaceable_cards,
              nothing=Bilingual("您名下没有可以补换的卡。", "You have no card that could be replaced.")),
        Field("delivery", Bilingual("领取方式", "Delivery"), Bilingual("新卡寄给您，还是到网点领取？", "Shall we post the new card, or will you collect it?"),
              choices=lambda _ask: DELIVERIES),
    ),
    confirm=_confirm_reissue, act=_reissue, guard=no_risky_act_after_a_new_phone,
    orders=(
        r"(补|補|換|换|重办|重新办).{0,8}卡", r"申请.{0,4}新卡",
        r"\b(replace|reissue|renew)\b.{0,20}\bcard\b", r"\b(order|get|need|want|send)\b.{0,15}\b(new|replacement)\b.{0,12}\bcard\b",
    ),
))  # fmt: skip
