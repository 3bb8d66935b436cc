"""What `foyer intake` does and prints: tables that a data owner reads in a terminal."""

import argparse
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from foyer.base.actors import SYSTEM
from foyer.operations.words import _, speaks_chinese

SHOWN_ROWS, SHOWN_ERRORS, WIDEST = 5, 10, 24


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def check(options: argparse.Namespace) -> bool:
    """The mapping, the first rows as it reads them, and how good they are. True when rows would be held back."""
    from foyer.customers.intake.trying import try_out
    from foyer.customers.sources import read

    source = read(_file(options.file))
    print(_("{file}: the mapping of {title} is sound.").format(file=options.file, title=source.title))
    tried = try_out(source, at=_folder(options.at), look=options.rows, show=SHOWN_ROWS)
    for each in tried:
        _show_tried(each)
    _show_aside({each.table: each.aside for each in tried})
    return any(each.good < each.looked_at for each in tried)


def _show_tried(tried: Any) -> None:
    from foyer.customers.standard import STANDARD

    said = _("{table} → {entity}: {good} of {looked_at} rows pass")
    meaning = STANDARD[tried.entity].meaning
    entity = f"{tried.entity} ({meaning.zh if speaks_chinese() else meaning.en})"
    print("\n" + said.format(table=tried.table, entity=entity, good=tried.good, looked_at=tried.looked_at))
    fields = [name for name in (tried.rows[0] if tried.rows else {}) if name[0] != "_" and not name.endswith("__raw")]
    table([["", *fields], *([str(row["_row"]), *(row[name] for name in fields)] for row in tried.rows)])
    failing = [score for score in tried.scores if score.failed]
    if failing:
        print(_("Quality (what is not listed is 100 %):"))
        table([[score.field, score.rule, score.dimension, f"{score.share:.1%}", score.failed] for score in failing])


def _show_aside(aside: dict[str, list[Any]]) -> None:
    from foyer.customers.sources.connectors.port import REASONS

    for name, lines in aside.items():
        for line in lines[:SHOWN_ERRORS]:
            said = _("{table}, line {line}: {reason}; the line is set aside.")
            print(said.format(table=name, line=line.line, reason=REASONS[line.reason]))


def run(options: argparse.Namespace) -> bool:
    """One run, told step by step. What was held back or set aside is told too, and stops nothing."""
    from foyer.customers.intake import run as take_in
    from foyer.customers.sources import read

    source, begun = read(_file(options.file)), time.monotonic()
    done = take_in(source, at=_folder(options.at), by=SYSTEM, tell=_Steps())
    _show_run(done)
    print(_("{source}: finished in {seconds:.1f} s.").format(source=source.code, seconds=time.monotonic() - begun))
    return False


class _Steps:
    """One line of progress, written over itself on a terminal."""

    def __call__(self, step: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{step[:78]}", end="", file=sys.stderr, flush=True)
            if step.endswith(" done"):
                print("\r\033[K", end="", file=sys.stderr, flush=True)


def _show_run(done: Any) -> None:
    landed, stored = done.counts.get("landed", {}), done.counts.get("stored", {})
    if done.resumed_count:
        print(_("An earlier run had not ended; it was taken up again."))
    if not stored:
        print(_("There is nothing new."))
    if landed:
        head = [_("file"), _("rows"), _("lines set aside")]
        table([head, *([name, each["rows"], each["aside"]] for name, each in landed.items())])
    if stored:
        head = [_("table → entity"), _("rows stored"), _("rows held back")]
        table([head, *([name.replace("/", " → "), each["good"], each["held"]] for name, each in stored.items())])
    _show_set_aside(done)


def _show_set_aside(done: Any) -> None:
    from foyer.customers.intake.history import set_aside
    from foyer.customers.sources.connectors.port import REASONS

    for line in set_aside(done, SHOWN_ERRORS):
        said = _("{file}, line {line}: {reason}; the line is set aside.")
        print(said.format(file=line.file, line=line.line, reason=REASONS[line.reason]))


def history(options: argparse.Namespace) -> bool:
    """The newest runs, one line each."""
    from foyer.customers.sources import queries

    head = [_("source"), _("begun"), _("state"), _("stage"), _("files"), _("rows"), _("set aside"), _("problem")]
    rows = [[*_line_of(run)] for run in queries.runs(options.source, options.last)]
    table([head, *rows])
    return False


def _line_of(run: Any) -> Iterable[Any]:
    from django.utils import timezone

    files = list(run.files.all())
    started = timezone.localtime(run.started_at).strftime("%Y-%m-%d %H:%M:%S")
    yield from (run.source, started, run.get_state_display(), run.get_stage_display(), len(files))
    yield from (sum(file.rows for file in files), sum(file.aside for file in files), run.problem)


def table(rows: Sequence[Sequence[Any]]) -> None:
    """Columns side by side; a Chinese character is as wide as two Latin ones."""
    texts = [[_short("" if cell is None else str(cell)) for cell in row] for row in rows]
    if not texts:
        return
    widths = [max(_width(row[n]) for row in texts) for n in range(len(texts[0]))]
    for row in texts:
        cells = zip(row, widths, strict=True)
        print(("  " + "  ".join(text + " " * (width - _width(text)) for text, width in cells)).rstrip())


def _short(text: str) -> str:
    return text if _width(text) <= 2 * WIDEST else text[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _file(given: Path) -> Path:
    """As the operator's folder sees it: `./foyer` may be called from elsewhere."""
    return given.expanduser()


def _folder(given: str | None) -> str | None:
    return str(Path(given).expanduser().resolve()) if given is not None else None
