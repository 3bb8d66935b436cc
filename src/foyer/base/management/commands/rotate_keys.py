"""`manage.py rotate_keys`: seal everything again under the current key; stopped, it goes on next time."""

from typing import Any

from django.core.management.base import BaseCommand

from foyer.base.actors import SYSTEM
from foyer.base.crypto import caring


class Command(BaseCommand):
    help = "Seal every encrypted value again under the current key of the ring."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for table, count in caring.waiting().items():
            self.stdout.write(f"{table}: {count}")
        progress = caring.seal_everything_again(by=SYSTEM)
        self.stdout.write(f"{progress.done}/{progress.total}")
