"""`manage.py relay`: the process that hands over facts and runs sweeps and clocks."""

from typing import Any

from django.core.management.base import BaseCommand

from foyer.base import relay


class Command(BaseCommand):
    help = "Hand facts to their listeners, run sweeps and fire clocks until told to stop."

    def handle(self, *_args: Any, **_options: Any) -> None:
        relay.run()
