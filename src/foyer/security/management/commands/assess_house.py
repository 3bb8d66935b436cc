"""`foyer manage assess_house USER`: the first assessment of the house, by a colleague who may assess risks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foyer.base.actors import Actor
from foyer.security.risks import baseline
from foyer.staff import queries as staff


class Command(BaseCommand):
    help = "Enter the first assessment of the house itself: risks with reasons, controls, and what remains."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username", help="who assesses, and owns the risks until others do")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        user = staff.user_named(username)
        if user is None:
            raise CommandError(f"Nobody is called {username}.")
        count = baseline.install(by=Actor.staff(user), owner=user.pk)
        self.stdout.write(f"{count} risks entered.")
