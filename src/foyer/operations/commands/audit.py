"""`foyer audit verify | export FILE | anchors | prune`: the audit trail, for whoever answers for it.

Exit status: 0 the trail is whole, 1 something was altered, removed, inserted or reordered, or it cannot be done.
"""

import argparse
import os
from pathlib import Path

from foyer.operations.words import _, speaks_chinese


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
    verify = verbs.add_parser("verify", help=_("Compute the chain again and name every row that is not as it was."))
    export = verbs.add_parser("export", help=_("Write the sealed entries into a file, for a SIEM."))
    for verb in (verify, export):
        verb.add_argument(
            "--from", dest="first", default="", metavar=_("FROM"), help=_("a number, or a day or instant")
        )
        verb.add_argument("--to", dest="last", default="", metavar=_("TO"), help=_("a number, or a day or instant"))
    export.add_argument("--format", choices=("jsonl", "cef"), default="jsonl", help=_("JSON Lines or CEF"))
    export.add_argument("file", type=Path, metavar=_("FILE"))
    anchors = verbs.add_parser("anchors", help=_("Show the last anchors and whether they are ours."))
    anchors.add_argument("--last", type=int, default=20, help=_("how many to show"))
    verbs.add_parser("restored")  # said by `foyer restore`
    verbs.add_parser("prune", help=_("Remove what is older than the policy keeps, and leave a signed tombstone."))


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")
    import django
    from django.utils import translation

    from foyer.operations import catalogues, database, prepare

    catalogues.compile_changed()
    django.setup()
    from foyer.operations import audit_words

    with database.held(), translation.override("zh-hans" if speaks_chinese() else "en"):
        if not prepare.tables_are_current():
            prepare.tables(lambda step: audit_words.say(f"• {step} …"))
        return audit_words.VERBS[options.verb](options)
