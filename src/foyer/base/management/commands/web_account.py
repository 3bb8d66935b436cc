"""`manage.py web_account NAME`: an account of the database for web processes that owns nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foyer.base.postgres.web_account import give_rights


class Command(BaseCommand):
    help = "Let an account of the database serve web processes: rows yes, tables no. Run by the account that owns them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        try:
            is_new = give_rights(name)
        except ValueError as no:
            raise CommandError(str(no)) from no
        made = "made, without a password: give it one, and " if is_new else ""
        self.stdout.write(f"{name}: {made}name it in FOYER_WEB_DATABASE_URL.")
