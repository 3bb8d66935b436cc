"""What `foyer assistant` says."""

import argparse
import json
from collections.abc import Callable, Sequence

from foyer.assistant import intents
from foyer.assistant.evaluation.errors import SetUnreadable
from foyer.assistant.evaluation.queries import intents_version
from foyer.assistant.evaluation.reporting import as_json, as_markdown
from foyer.assistant.evaluation.running import evaluate as played
from foyer.assistant.evaluation.sets import read_set
from foyer.assistant.intents import live, promoting
from foyer.base.actors import SYSTEM
from foyer.base.errors import Refusal
from foyer.base.text import detect_language
from foyer.operations.problem import Problem


def evaluate(options: argparse.Namespace) -> int:
    """Play, print, write; 1 when something speaks against this version."""
    try:
        wanted = read_set(options.set)
    except SetUnreadable as refusal:
        raise Problem(f"{refusal.message}\n" + "\n".join(refusal.told), str(refusal.mend)) from None
    try:
        version, seen = _reader(options.intents)
    except Refusal as refusal:
        raise Problem(str(refusal.message), str(refusal.mend)) from None
    report = played(wanted, by=SYSTEM, version=version, seen=seen, keep=options.baseline)
    told = as_markdown(report)
    print(told)
    if options.report:
        is_json = options.report.suffix.lower() == ".json"
        text = json.dumps(as_json(report), ensure_ascii=False, indent=2) if is_json else told
        options.report.write_text(text, encoding="utf-8")
    return 0 if report.is_fit else 1


def _reader(number: int) -> tuple[str, Callable[[str], tuple[str, float | None]]]:
    """How the version is called, and what names the likeliest intent of a text: one by its number, or the live one."""
    if not number:
        return "", lambda text: _first(intents.seen(text, detect_language(text)))
    reader = live.loaded(promoting.version_of(number))
    return intents_version(number), lambda text: _first(intents.seen_by(reader, text))


def _first(found: Sequence[intents.Seen]) -> tuple[str, float | None]:
    return (found[0].code, found[0].confidence) if found else ("", None)
