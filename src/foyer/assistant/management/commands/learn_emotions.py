"""`manage.py learn_emotions`: learn to read moods, urgency and risks from the shipped sentences, and write the model.

--also FILE.yaml learns from a bank's own sentences besides (same form as `fixtures/emotions.yaml`, nobody's name in
it); --check measures and writes nothing.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from foyer.assistant.understanding.mood import learning
from foyer.assistant.understanding.mood.model import SHIPPED
from foyer.base import clock


class Command(BaseCommand):
    help = "Learn to read what customers feel, how much they hurry, and which risks they name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--also", type=Path, help="a YAML file of the bank's own sentences")
        parser.add_argument("--into", type=Path, default=SHIPPED, help="where the model is written")
        parser.add_argument("--check", action="store_true", help="measure only; write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        more = learning.emotions(options["also"]) if options["also"] else None
        found = learning.learned(clock.now().date().isoformat(), more)
        for kind in ("emotions", "urgency"):
            figures = found["figures"][kind]
            self.stdout.write(
                f"{kind}: {figures['sentences']} sentences, ten folds: accuracy {figures['accuracy']:.3f} "
                f"ece {figures['ece']:.3f} {figures['by_language'] or ''}"
            )
            for confidence, accuracy, count in figures["bins"]:
                self.stdout.write(f"    sure {confidence:.2f}  right {accuracy:.2f}  of {count}")
        for name, figures in found["figures"]["risks"].items():
            self.stdout.write("{}: {found} of {of} found, {mistaken} of {of_others} mistaken".format(name, **figures))
        if not options["check"]:
            options["into"].write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
            self.stdout.write(f"written to {options['into'].name}")
