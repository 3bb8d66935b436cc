"""`foyer intake check FILE | run FILE | history | standard`: customers' data from the bank's systems.

Exit status: 0 done, 1 it cannot be done, 2 the mapping has mistakes, 3 the check found rows that would not pass.
"""

import argparse
import os
from pathlib import Path

from foyer.operations.words import _, speaks_chinese

MISTAKES, WOULD_NOT_PASS = 2, 3


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
    check = verbs.add_parser("check", help=_("Check a mapping file, try it on the first rows and show their quality."))
    run = verbs.add_parser("run", help=_("Take in what is new in a source, up to the customers' pages."))
    for verb in (check, run):
        verb.add_argument("file", type=Path, metavar=_("FILE"))
        verb.add_argument("--at", metavar=_("FOLDER"), help=_("where the source's files are"))
    check.add_argument("--rows", type=int, default=10_000, help=_("how many rows of each table to look at"))
    history = verbs.add_parser("history", help=_("Show the runs of all sources, or of one."))
    history.add_argument("source", nargs="?", default="", metavar=_("SOURCE"))
    history.add_argument("--last", type=int, default=20, help=_("how many runs to show"))
    standard = verbs.add_parser("standard", help=_("Print the collection standard."))
    standard.add_argument("--lang", choices=("zh", "en"), default="zh" if speaks_chinese() else "en")


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")
    _start_django()
    if options.verb == "standard":
        from foyer.customers.standard.rendering import render

        print(render(options.lang))
        return 0
    return _with_database(options)


def _with_database(options: argparse.Namespace) -> int:
    from django.utils import translation

    from foyer.base.errors import Refusal
    from foyer.customers.sources import MappingNotValid
    from foyer.operations import database, intake_words, prepare

    verbs = {"check": intake_words.check, "run": intake_words.run, "history": intake_words.history}
    with database.held(), translation.override("zh-hans" if speaks_chinese() else "en"):
        prepare.tables(lambda step: intake_words.say(f"• {step} …"))
        try:
            return WOULD_NOT_PASS if verbs[options.verb](options) else 0
        except MappingNotValid as wrong:
            intake_words.say(str(wrong))
            return MISTAKES
        except Refusal as refusal:
            intake_words.say(f"{refusal.message} {refusal.mend}".rstrip())
            return 1


def _start_django() -> None:
    import django

    from foyer.operations import catalogues

    catalogues.compile_changed()
    django.setup()
