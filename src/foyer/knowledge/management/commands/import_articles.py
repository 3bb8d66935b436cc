"""`foyer manage import_articles [PATH]`: publish the shipped articles, or those of a reviewed file or folder.

Of the shipped ones, those that the bank has written itself since stay as they are, unless `--replace` says otherwise.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.knowledge.actions import import_articles, import_synonyms

SHIPPED = Path(__file__).parents[2] / "fixtures" / "articles"


class Command(BaseCommand):
    help = "Publish articles from a YAML file or a folder of them (by default those that Foyer ships)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", default=str(SHIPPED))
        parser.add_argument("--replace", action="store_true", help="also shipped articles that the bank has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        is_shipped = options["path"] == str(SHIPPED)
        if is_shipped:
            import_synonyms()
        report = import_articles(options["path"], keep_own=is_shipped and not options["replace"])
        counts = {"new": len(report.created), "changed": len(report.changed), "same": len(report.unchanged)}
        self.stdout.write(_("%(new)d new, %(changed)d changed, %(same)d unchanged") % counts)
        if report.kept:
            names = ", ".join(report.kept)
            self.stdout.write(_("left as the bank has written them (--replace takes the shipped ones): %s") % names)
        for problem in report.problems:
            self.stderr.write(str(problem))
        if report.problems:
            count = len(report.problems)
            raise CommandError(ngettext("%d problem", "%d problems", count) % count)
