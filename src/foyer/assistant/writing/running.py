"""One answer, from its passages to checked sentences: asked, heard, checked sentence by sentence, shown.

Each sentence is shown the moment it is whole and found to say what its citation says. Nothing else of what the model
writes reaches anybody. What has been shown stands: where the model falls silent, the rest is said in the articles' own
words; only a model that obeys somebody else (`scanning`) has all of its words taken back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from foyer.assistant.writing.grounding import Encode, Grounds, Verdict
from foyer.assistant.writing.parsing import Said, said_in
from foyer.assistant.writing.passages import Passage
from foyer.assistant.writing.port import Failed, Limits, Piece, Writer
from foyer.assistant.writing.prompting import NO_ANSWER, Prompt, tokens_in
from foyer.assistant.writing.scanning import faults
from foyer.base.aids import Away

ENOUGH = 0.5  # of its sentences must hold, or the answer is the built-in one
MOST_SENTENCES = 10
LONGEST = 1_200  # characters of what is shown
BROKEN = ("away", "refused", "late", "slow", "malformed", "endless", "died", "unsafe")

Show = Callable[[str], bool]


@dataclass
class Written:
    """What came of it. `why` is empty for a whole answer; then `text` is it. Otherwise `shown` is what people saw."""

    shown: list[Said] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    why: str = ""
    faults: tuple[str, ...] = ()
    output: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    model: str = ""
    first_ms: int | None = None
    shown_ms: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.why

    @property
    def is_broken(self) -> bool:
        """Whether the model, not the answer, is at fault: the circuit breaker counts these."""
        return self.why in BROKEN

    @property
    def cited(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for said in self.shown for number in said.cited))


@dataclass(frozen=True)
class Task:
    """What is to be written: the passages, the language, and what was asked of the model."""

    prompt: Prompt
    passages: Sequence[Passage]
    lang: str

    @property
    def sources(self) -> str:
        return "\n".join(f"{passage.title}\n{passage.text}" for passage in self.passages)


def write(task: Task, writer: Writer, limits: Limits, *, show: Show, encode: Encode) -> Written:
    """Write it. `show` is given all that is shown so far and says whether anybody still listens."""
    written, grounds = Written(tokens_in=task.prompt.tokens), Grounds(task.passages, encode)
    begun = time.monotonic()
    try:
        for said in said_in(_heard(writer.write(task.prompt.messages, limits), written, begun)):
            if not _is_sound(said, task, written):
                break
            if _judged(said, task, written, grounds).ok:
                written.shown.append(said)
                written.shown_ms = written.shown_ms or _since(begun)
                if not _is_heard(task, written, show):
                    break
    except Failed as failed:
        written.why = failed.why
    except Away:  # no encoder, no check: what was shown stands, and nothing more of the model is
        written.why = "unchecked"
    written.tokens_out = written.tokens_out or tokens_in(written.output)
    written.why = written.why or _shortfall(written)
    return written


def joined(said: Sequence[Said], lang: str) -> str:
    """The sentences as one text."""
    return (" " if lang == "en" else "").join(one.text for one in said)


def _heard(pieces: Iterator[Piece], written: Written, begun: float) -> Iterator[str]:
    for piece in pieces:
        if piece.text and written.first_ms is None:
            written.first_ms = _since(begun)
        written.output += piece.text
        written.tokens_in = piece.tokens_in or written.tokens_in
        written.tokens_out = piece.tokens_out or written.tokens_out
        written.model = piece.model or written.model
        yield piece.text


def _is_sound(said: Said, task: Task, written: Written) -> bool:
    """Whether to listen on after this sentence."""
    if NO_ANSWER in said.text:
        written.why = "no_answer"
        return False
    prompt = task.prompt
    written.faults = faults(said.text, sources=task.sources, secrets=prompt.secrets, instructions=prompt.system)
    if written.faults:
        written.why, written.shown = "unsafe", []
    return not written.faults


def _is_heard(task: Task, written: Written, show: Show) -> bool:
    """Show what there is; whether somebody is still there for more."""
    if not show(joined(written.shown, task.lang)):
        written.why = "nobody"
    return not written.why and len(written.shown) < MOST_SENTENCES


def _judged(said: Said, task: Task, written: Written, grounds: Grounds) -> Verdict:
    verdict = grounds.judge(said.text, said.cited)
    if verdict.ok and len(joined([*written.shown, said], task.lang)) > LONGEST:
        verdict = Verdict(False, "too_long")
    if verdict.ok and said.text in {one.text for one in written.shown}:
        verdict = Verdict(False, "said_before")
    written.verdicts.append({"cited": list(said.cited), "why": verdict.why, "close": round(verdict.close, 3)})
    return verdict


def _shortfall(written: Written) -> str:
    counted = [verdict for verdict in written.verdicts if verdict["why"] != "said_before"]
    if not written.shown:
        return "no_sentence"
    return "few_sentences" if len(written.shown) < ENOUGH * len(counted) else ""


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
