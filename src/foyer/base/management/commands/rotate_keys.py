"""`manage.py rotate_keys`: seal everything again under the current key; stopped, it goes on next time."""

from typing import Any

from django.core.management.base import BaseCommand

from foyer.base.crypto import elsewhere, encrypted_models, rotate


class Command(BaseCommand):
    help = "Seal every encrypted value again under the current key of FOYER_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for model in encrypted_models():
            count = rotate(model, told=lambda _count: self.stdout.write(".", ending=""))
            self.stdout.write(f"{model._meta.label}: {count}")
        for what, reseal in elsewhere.items():
            self.stdout.write(f"{what}: {reseal()}")
