"""`foyer translate [ROOM …]`: bring the `.po` files up to date, then show what is still to be translated."""

import argparse

import django

from foyer.operations import catalogues, translations
from foyer.operations.words import _

NEEDS_SOURCES = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rooms", nargs="*", metavar=_("ROOM"))


def run(options: argparse.Namespace) -> int:
    django.setup()
    empty = sum(translations.update(room) for room in options.rooms or translations.rooms())
    catalogues.compile_changed()
    for gap in (gap for room in options.rooms or translations.rooms() for gap in translations.gaps(room)):
        print(gap)
    print(_("{count} messages are still to be translated.").format(count=empty))
    return 0 if empty == 0 else 1
