"""`foyer keys status | new | rotate | destroy N | check`: the ring that encrypts, while the house runs."""

import argparse
import os

from foyer.operations.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
    verbs.add_parser("status", help=_("Show the keys, and how much is not under the current one yet."))
    new = verbs.add_parser("new", help=_("Add a key; it encrypts as soon as every process has seen it."))
    rotate = verbs.add_parser("rotate", help=_("Add a key and seal everything again under it, while the house runs."))
    rotate.add_argument("--no-new", action="store_true", help=_("seal again under the key there is"))
    for verb in (new, rotate):
        verb.add_argument(
            "--purpose",
            metavar=_("PURPOSE"),
            default="",
            help=_("only the key of identity, finance, content, tokens, files or lake"),
        )
    verbs.add_parser("check", help=_("Open every sealed value in its own row, and say which were changed or moved."))
    destroy = verbs.add_parser("destroy", help=_("Destroy an old key that nothing is sealed with any more."))
    destroy.add_argument("number", metavar=_("NUMBER"))


def run(options: argparse.Namespace) -> int:
    os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")
    import django

    from foyer.operations import catalogues

    catalogues.compile_changed()
    django.setup()
    return _with_database(options)


def _with_database(options: argparse.Namespace) -> int:
    from django.utils import translation

    from foyer.base.errors import Refusal
    from foyer.operations import database, keys_words
    from foyer.operations.words import speaks_chinese

    with database.held(), translation.override("zh-hans" if speaks_chinese() else "en"):
        try:
            return keys_words.VERBS[options.verb](options) or 0
        except Refusal as refusal:
            print(f"{refusal.message} {refusal.mend}".rstrip())
            return 1
