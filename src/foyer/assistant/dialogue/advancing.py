"""Going on with an order until the customer must say something: what comes next, in words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from foyer.assistant.composing import Reply
from foyer.assistant.dialogue import saying
from foyer.assistant.dialogue.reading import value_in
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.customers.actions import CodeSent
from foyer.customers.errors import CodesTooOften
from foyer.servicing import actions, queries
from foyer.servicing.errors import TooManyProofs
from foyer.servicing.queries import Choice, Next, Order

MOST_STEPS = 12


@dataclass(frozen=True)
class Said:
    reply: Reply
    hand_over: str = ""
    file: tuple[str, bytes] | None = None


def advance(
    order_id: UUID, lang: str, *, by: Actor, heard: str = "", earlier: str = "", before: Bilingual | None = None,
    begins: bool = False,
) -> Said:  # fmt: skip
    """Fill what was heard already and what has one answer only, carry out what is ready, and put the next question.

    What somebody said to begin with may name values that cannot be read before others are known (a time before its
    outlet): it is kept, and comes back as `earlier`.
    """
    opening = f"{before.in_(lang)}\n" if before else ""
    for _step in range(MOST_STEPS):
        coming = actions.arrange(order_id, by=by)
        if coming.kind == "act":
            return _act(order_id, lang, by, opening)
        if coming.kind == "code" and not _code_is_out(order_id):
            return send_code(order_id, lang, by=by, opening=opening)
        if coming.kind != "field" or coming.asked is None:
            return _put(order_id, coming, lang, heard, opening)
        if coming.asked.kind == "choice" and not coming.choices:
            actions.cancel(order_id, by=by, why="nothing")
            return Said(saying.said(opening + coming.asked.nothing.in_(lang), lang, [saying.PERSON]))
        value = _ready(coming, heard) or _ready(coming, earlier)
        if not value or actions.fill(order_id, {coming.asked.name: value}, by=by):
            if begins and heard:
                actions.hear(order_id, heard)
            return _put(order_id, coming, lang, heard, opening)
    return _put(order_id, coming, lang, heard, opening)


def prompt_again(order: Order, lang: str, *, before: Bilingual | None = None) -> Reply:
    """The open question once more."""
    opening = f"{before.in_(lang)}\n" if before else ""
    return prompt(queries.next_of(order), lang, opening)


def prompt(coming: Next, lang: str, opening: str = "") -> Reply:
    """What is asked, with its quick replies."""
    texts = {"phone": saying.ASK_PHONE, "code": saying.TYPE_CODE}
    text = opening + texts.get(coming.kind, coming.text).in_(lang)
    buttons: list[Bilingual | Choice] = {
        "confirm": [saying.CONFIRM, saying.CHANGE],
        "code": [saying.RESEND],
    }.get(coming.kind, list(coming.choices))  # type: ignore[assignment]
    return saying.said(text, lang, [*buttons, coming.stop or saying.CANCEL])


def send_code(order_id: UUID, lang: str, *, by: Actor, phone: str = "", opening: str = "") -> Said:
    order = queries.order_of(order_id)
    is_known = order is not None and order.customer_id is not None
    try:
        sent: CodeSent = actions.ask_for_proof(order_id, phone=phone, by=by)
    except CodesTooOften:
        return Said(saying.said(opening + saying.TOO_OFTEN.in_(lang), lang, [saying.RESEND, saying.CANCEL]))
    except TooManyProofs:
        actions.cancel(order_id, by=by, why="too_many_codes")
        return Said(saying.said(saying.STOPPED.in_(lang), lang, [saying.PERSON]))
    if sent.by_app:
        return Said(saying.said(opening + saying.APP_DIGITS.in_(lang), lang, [saying.CANCEL]))
    text = (saying.CODE_SENT_KNOWN if is_known else saying.CODE_SENT).in_(lang)
    shown = saying.SHOWN_CODE.in_(lang).format(code=sent.shown) if sent.shown else ""
    more = [] if is_known else [saying.OTHER_PHONE]
    return Said(
        saying.said(
            "\n".join(filter(None, [opening.strip(), text, shown])), lang, [saying.RESEND, *more, saying.CANCEL]
        )
    )


def _put(order_id: UUID, coming: Next, lang: str, heard: str, opening: str) -> Said:
    """What was heard before we know who is speaking waits, sealed, until it may be read against what is theirs."""
    if heard and coming.kind in ("phone", "code"):
        actions.hear(order_id, heard)
    return Said(prompt(coming, lang, opening))


def _act(order_id: UUID, lang: str, by: Actor, opening: str) -> Said:
    done = actions.act(order_id, by=by)
    if done is None:
        return Said(saying.said(saying.WAITING.in_(lang), lang))
    buttons = [saying.PERSON] if done.outcome == "failed" else saying.buttons_of(done.next)
    return Said(saying.said(opening + done.text.in_(lang), lang, buttons), done.hand_over, done.file)


def _ready(coming: Next, heard: str) -> str:
    """A value that needs no question: the only choice, or what was said before it was asked for."""
    if coming.asked is None:
        return ""
    found = value_in(heard, coming.asked, coming.choices) if heard else ""
    if found or coming.asked.kind != "choice":
        return found
    return coming.choices[0].value if len(coming.choices) == 1 else ""


def _code_is_out(order_id: UUID) -> bool:
    order = queries.order_of(order_id)
    return bool(order and order.proving)
