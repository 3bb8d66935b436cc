"""`foyer COMMAND`: parse, run the command's module, and turn what went wrong into a sentence."""

import argparse
import errno
import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

from foyer.config.env import PROJECT
from foyer.operations.commands import COMMANDS
from foyer.operations.problem import Problem
from foyer.operations.words import _


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parser(words[0] if words else "help").parse_args(words or ["help"])
        return int(options.run(options))
    except (Problem, ImproperlyConfigured) as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(_("The disk is full: {file}. Make room and try again.").format(file=error.filename), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser(wanted: str) -> argparse.ArgumentParser:
    """A parser that lists every command and knows the wanted one in full."""
    parser = argparse.ArgumentParser(prog="foyer", description=_("Foyer 厅堂: a bank's front door."))
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    for name, meaning in COMMANDS.items():
        if name == wanted:
            _add(commands, name, meaning)
        else:
            commands.add_parser(name, help=meaning)
    commands.add_parser("help", help=_("Show this list.")).set_defaults(run=lambda _options: _show_help(parser))
    return parser


def _show_help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


def _add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, meaning: str) -> None:
    module = import_module(f"foyer.operations.commands.{name}")
    passes_on = getattr(module, "PASSES_ON", False)
    parser = commands.add_parser(name, help=meaning, description=meaning, add_help=not passes_on)
    if hasattr(module, "arguments"):
        module.arguments(parser)
    needs_sources = getattr(module, "NEEDS_SOURCES", False) and not (PROJECT / "pyproject.toml").exists()
    parser.set_defaults(run=_refuse_without_sources if needs_sources else module.run)


def _refuse_without_sources(_options: argparse.Namespace) -> int:
    raise Problem(
        _("This command works on Foyer's sources, and this is an installed package."),
        _("Get the repository, and run it there as ./foyer."),
    )
