"""`foyer assistant evaluate SET`: play a labelled set against the assistant and write a report.

Ends with 1 when the set speaks against this version: a floor missed, or significantly worse than the baseline.
"""

import argparse
import os
from pathlib import Path

from foyer.operations.words import _, speaks_chinese


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
    evaluate = verbs.add_parser("evaluate", help=_("Play a labelled set and write a report with its figures."))
    evaluate.add_argument("set", type=Path, metavar=_("SET"), help=_("a YAML or CSV file; docs/evaluation.md says how"))
    evaluate.add_argument(
        "--intents",
        type=int,
        default=0,
        metavar=_("NUMBER"),
        help=_("this version of the reader of intents, not the live one"),
    )
    evaluate.add_argument("--report", type=Path, metavar=_("FILE"), help=_("the report, as .md or .json"))
    evaluate.add_argument(
        "--baseline", action="store_true", help=_("later runs are held against this one, if it is fit")
    )


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")
    import django
    from django.utils import translation

    from foyer.operations import catalogues, database, prepare

    catalogues.compile_changed()
    django.setup()
    from foyer.operations import assistant_words

    with database.held(), translation.override("zh-hans" if speaks_chinese() else "en"):
        prepare.tables(lambda step: None)
        return assistant_words.evaluate(options)
