# ruff: noqa: E501
"""What an answer does to an order: a phone, a code, a yes, a no, values, a correction. None when it is none of these."""

from __future__ import annotations

from dataclasses import replace

from foyer.assistant.dialogue import saying
from foyer.assistant.dialogue.advancing import Said, advance, prompt, send_code
from foyer.assistant.dialogue.reading import code_in, phone_in, value_in
from foyer.assistant.dialogue.words import AGAIN, CHANGED, NO, OTHER_ONE, OTHER_PHONE, YES, is_
from foyer.base.actors import Actor
from foyer.base.text import Bilingual, normalise
from foyer.servicing import actions, queries
from foyer.servicing.errors import ValueRefused
from foyer.servicing.queries import Field, Next, Order


def answered(order: Order, words: str, lang: str, *, by: Actor, only_values: bool = False) -> Said | None:
    """Move the order by what was said, and go on with it."""
    coming = queries.next_of(order)
    if only_values:
        return _values(order, coming, words, lang, by) if coming.kind == "field" else None
    if coming.kind == "act":  # the core system was away a moment ago
        return advance(order.pk, lang, by=by)
    if coming.kind == "phone":
        return _phone(order, words, lang, by)
    if coming.kind == "code":
        return _code(order, words, lang, by)
    if coming.kind == "confirm":
        return _confirmation(order, coming, words, lang, by)
    return _values(order, coming, words, lang, by)


def _phone(order: Order, words: str, lang: str, by: Actor) -> Said | None:
    phone = phone_in(words)
    return send_code(order.pk, lang, by=by, phone=phone) if phone else None


def _code(order: Order, words: str, lang: str, by: Actor) -> Said | None:
    plain, code = normalise(words), code_in(words)
    if code and order.proving:
        return _prove(order, code, lang, by)
    if (order.customer_id is None and is_(OTHER_PHONE, plain)) or plain == normalise(saying.OTHER_PHONE.in_(lang)):
        actions.forget_phone(order.pk, by=by)
        return advance(order.pk, lang, by=by)
    if order.customer_id is None and phone_in(words):
        return send_code(order.pk, lang, by=by, phone=phone_in(words))
    if is_(AGAIN, plain) or plain in (normalise(saying.RESEND.zh), normalise(saying.RESEND.en)):
        return send_code(order.pk, lang, by=by, phone=str(order.proving.get("phone", "")))
    return None


def _prove(order: Order, code: str, lang: str, by: Actor) -> Said:
    proved = actions.prove(order.pk, code, by=by)
    if not proved.is_live:
        return Said(saying.said(saying.STOPPED.in_(lang), lang, [saying.PERSON]))
    if "app" in proved.proving:
        text = saying.APP_WRONG if "app" in order.proving else saying.APP_DIGITS
        return Said(saying.said(text.in_(lang), lang, [saying.CANCEL]))
    if proved.proving:
        return Said(saying.said(saying.CODE_WRONG.in_(lang), lang, [saying.RESEND, saying.CANCEL]))
    heard = str(proved.result.get("heard", ""))
    actions.hear(order.pk, "")
    return advance(order.pk, lang, by=by, heard=heard, begins=True)


def _confirmation(order: Order, coming: Next, words: str, lang: str, by: Actor) -> Said | None:
    plain = normalise(words)
    if is_(YES, plain):
        actions.confirm(order.pk, by=by)
        return advance(order.pk, lang, by=by)
    changed = _values(order, coming, words, lang, by)
    if changed is not None:
        return changed
    named = _named(order, plain)
    if named is not None:
        actions.forget(order.pk, _from(order, named), by=by)
        return advance(order.pk, lang, by=by)
    if is_(NO, plain) or plain in (normalise(saying.CHANGE.zh), normalise(saying.CHANGE.en)):
        titles = [field.title for field in _fields(order) if order.filled.get(field.name)]
        return Said(saying.said(saying.WHAT_TO_CHANGE.in_(lang), lang, [*titles, coming.stop or saying.CANCEL]))
    return None


def _values(order: Order, coming: Next, words: str, lang: str, by: Actor) -> Said | None:
    """Every value the sentence names: an empty one is filled, one that stands is changed only when it is corrected."""
    given = _given(order, coming, words)
    if not given:
        return None
    refusals = actions.fill(order.pk, given, by=by)
    if refusals:
        return _told_wrong(order, refusals[0], lang)
    is_text = coming.asked is not None and coming.asked.kind == "text"
    earlier = str(order.result.get("heard", "")) if coming.kind == "field" else ""
    return advance(order.pk, lang, by=by, heard="" if is_text else words, earlier=earlier)


def _given(order: Order, coming: Next, words: str) -> dict[str, str]:
    plain, ask = normalise(words), queries.ask_of(order)
    is_text = coming.asked is not None and coming.asked.kind == "text"
    if is_text and coming.asked is not None:
        return {coming.asked.name: words.strip()}
    corrects = is_(CHANGED, plain) or is_(OTHER_ONE, plain) or coming.kind == "confirm"
    given: dict[str, str] = {}
    for field in _fields(order):
        now, is_open = order.filled.get(field.name, ""), coming.asked is not None and coming.asked.name == field.name
        if field.kind == "text" or not field.needed(ask) or (now and not corrects):
            continue
        if field.kind == "choice" and not is_open and not now:
            continue  # its choices may hang on what is asked first; `advance` reads it when its turn comes
        value = value_in(
            words, field, queries.choices_of(ask, field) if field.kind == "choice" else (), now=now, is_open=is_open
        )
        if value and value != now:
            given[field.name] = value
            ask = replace(ask, values={**ask.values, field.name: value})  # what comes after it hangs on the new value
    return given


def _told_wrong(order: Order, no: ValueRefused, lang: str) -> Said:
    again = queries.order_of(order.pk) or order
    return Said(prompt(queries.next_of(again), lang, f"{no.why.in_(lang)}\n"))


def _named(order: Order, plain: str) -> Field | None:
    """The field whose title was tapped or said."""
    names = {text: field for field in _fields(order) for text in _titles(field.title)}
    return names.get(plain) or next(
        (field for text, field in names.items() if text in plain and is_(CHANGED, plain)), None
    )


def _titles(title: Bilingual) -> tuple[str, str]:
    return normalise(title.zh), normalise(title.en)


def _from(order: Order, named: Field) -> list[str]:
    """The field and those after it whose choices hang on it."""
    names = [field.name for field in _fields(order)]
    later = [
        field.name
        for field in _fields(order)
        if field.kind == "choice" and names.index(field.name) > names.index(named.name)
    ]
    return [named.name, *later] if named.name in ("account", "outlet", "day", "product") else [named.name]


def _fields(order: Order) -> tuple[Field, ...]:
    return queries.process_of(order.process).fields
