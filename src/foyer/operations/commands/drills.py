"""`foyer drills list | plan | play | report`: exercises against the running house, by the same actions as the pages.

Whoever plans or plays names the colleague in whose name it is done (--by); what that colleague may not, is refused here
as there. Agreeing is done at the desk only: two people, two sign-ins.
"""

import argparse
import os
from pathlib import Path

from foyer.operations.words import _, speaks_chinese


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
    listed = verbs.add_parser("list", help=_("What is due, every drill with its times, and the scenarios."))
    listed.add_argument("--scenarios", action="store_true", help=_("only the scenarios that can be planned"))
    plan = verbs.add_parser("plan", help=_("Plan a drill; a second person agrees to it at the desk."))
    plan.add_argument("scenario", metavar=_("SCENARIO"))
    plan.add_argument("--at", default="", metavar=_("TIME"), help=_("when its window opens; now where not given"))
    plan.add_argument("--hours", type=int, default=2, help=_("how long the window is open, 1 to 12"))
    plan.add_argument("--lead", default="", metavar=_("USER"), help=_("who leads it; whoever plans where not given"))
    plan.add_argument("--reason", default="", metavar=_("WORDS"))
    play = verbs.add_parser("play", help=_("Begin an agreed drill, play its injects one by one, stop, show the times."))
    play.add_argument("number", metavar=_("NUMBER"))
    play.add_argument("--inject", action="append", default=[], metavar=_("CODE"), help=_("only these, and do not stop"))
    for verb in (plan, play):
        verb.add_argument("--by", required=True, metavar=_("USER"), help=_("in whose name"))
    report = verbs.add_parser("report", help=_("Show a drill, or write its report as PDF."))
    report.add_argument("number", metavar=_("NUMBER"))
    report.add_argument("file", type=Path, nargs="?", metavar=_("FILE"))
    report.add_argument("--language", choices=("zh", "en"), default="", help=_("of the PDF"))


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")
    import django
    from django.utils import translation

    from foyer.operations import catalogues, database, prepare

    catalogues.compile_changed()
    django.setup()
    from foyer.operations import drills_words

    with database.held(), translation.override("zh-hans" if speaks_chinese() else "en"):
        prepare.tables(lambda step: None)
        return drills_words.run(options)
