"""Which service a sentence asks for: by its button, by what intent recognition saw, else by the phrases it declares."""

import re
from collections.abc import Sequence
from functools import lru_cache

from foyer.assistant.dialogue.words import QUESTION, is_
from foyer.assistant.intents import Seen
from foyer.base.text import normalise
from foyer.servicing.queries import Process, offered

SURE = 0.8


def asked_for(text: str, wants: Sequence[Seen] = ()) -> Process | None:
    """The service to begin at once. A question about a service (“how do I …”) is no request for it."""
    plain = normalise(text)
    processes = offered()
    by_button = next((one for one in processes if plain in _labels(one)), None)
    if by_button is not None:
        return by_button
    is_question = is_(QUESTION, plain)
    by_phrase = next((one for one in processes if _asks(one, plain, is_question)), None)
    return by_phrase or _by_intent(processes, wants, is_question)


def _by_intent(processes: Sequence[Process], wants: Sequence[Seen], is_question: bool) -> Process | None:
    """What intent recognition is sure of; a question is left to the knowledge."""
    if is_question or not wants or wants[0].confidence < SURE:
        return None
    return next((one for one in processes if wants[0].code in one.intents), None)


def suggested_by(text: str) -> Process | None:
    """The service to offer beside an answer: what is asked about, or what somebody in this plight needs."""
    plain = normalise(text)
    return next((one for one in offered() if one.button and _found((*one.suggested, *one.orders), plain)), None)


def _asks(process: Process, plain: str, is_question: bool) -> bool:
    return _found(process.questions, plain) or (not is_question and _found(process.orders, plain))


def _labels(process: Process) -> set[str]:
    words = (process.button.zh, process.button.en, process.title.zh, process.title.en)
    return {_normalised(word) for word in words if word}


@lru_cache(maxsize=512)
def _normalised(label: str) -> str:
    return normalise(label)


def _found(lines: tuple[str, ...], plain: str) -> bool:
    return any(_compiled(line).search(plain) for line in lines)


@lru_cache(maxsize=512)
def _compiled(line: str) -> re.Pattern[str]:
    return re.compile(line)
