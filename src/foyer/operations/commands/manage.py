"""`foyer manage …`: Django's own commands, with the database running."""

import argparse

from foyer.operations import catalogues, database

PASSES_ON = True
WITHOUT_DATABASE = {"collectstatic", "check", "help", "version", "diffsettings", "--help"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    catalogues.compile_changed()
    command = ["foyer manage", *options.words]
    if not options.words or options.words[0] in WITHOUT_DATABASE:
        execute_from_command_line(command)
        return 0
    with database.held():
        execute_from_command_line(command)
    return 0
