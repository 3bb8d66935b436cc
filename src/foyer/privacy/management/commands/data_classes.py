"""`manage.py data_classes`: write docs/data-classes.md in both languages from the fields."""

from typing import Any

from django.core.management.base import BaseCommand

from foyer.privacy.classes import document


class Command(BaseCommand):
    help = "Write the pages about data classes from what the fields say."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        for lang in ("en", "zh"):
            document.path(lang).write_text(document.render(lang))
            self.stdout.write(str(document.path(lang)))
