"""`./foyer bench assistant`: the assistant's figures, a section a function, in a database of its own.

    foyer bench assistant                    every section
    foyer bench assistant retrieval speed    these only; `--help` lists them
    foyer bench assistant speed --seconds 20 longer

Works on the shipped articles. The held-out questions (bench/data/held_out.yaml, held_out_b.yaml) are neither shipped
nor learned from. Each section prints what it measured and returns it; the last line is `assistant` and a JSON object.
A new section is one function in SECTIONS that takes the options and returns a dictionary.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django
from bench import assistant_pages, assistant_peers, assistant_retrieval, assistant_speed

from foyer.operations import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")

Section = Callable[[argparse.Namespace], dict[str, Any]]
SECTIONS: dict[str, Section] = {
    "retrieval": assistant_retrieval.retrieval,
    "peer": assistant_peers.peer,
    "scale": assistant_retrieval.scale,
    "speed": assistant_speed.speed,
    "throughput": assistant_speed.throughput,
    "pages": assistant_pages.pages,
}


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    with database.held():
        figures = _in_a_database_of_its_own(options)
    print("assistant " + json.dumps({"cores": os.cpu_count(), **figures}, ensure_ascii=False), flush=True)
    return 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench assistant", description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; every one by default")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long the throughput is measured")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer at once")
    parser.add_argument("--misses", action="store_true", help="print the questions whose article was not first")
    options = parser.parse_args(words)
    unknown = set(options.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    return options


def _in_a_database_of_its_own(options: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "foyer_assistant_bench"
    settings.ALLOWED_HOSTS = ["*"]
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        _fill()
        wanted = options.sections or list(SECTIONS)
        return {name: SECTIONS[name](options) for name in wanted}
    finally:
        teardown_databases(made, verbosity=0)


def _fill() -> None:
    from foyer.conversations.tests.factories import QueueFactory
    from foyer.knowledge.actions import import_articles, import_synonyms
    from foyer.knowledge.management.commands.import_articles import SHIPPED

    QueueFactory()
    import_synonyms()
    report = import_articles(SHIPPED)
    print(f"{len(report.created)} articles, {len(report.problems)} problems", flush=True)


if __name__ == "__main__":
    sys.exit(main())
