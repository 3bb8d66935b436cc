"""`./foyer manage load_demo`: build the simulated bank and play its past, once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.assistant.intents import shipped
from foyer.config.env import env
from foyer.conversations.models import Conversation
from foyer.demo import alarms, governing, judging
from foyer.demo.building import build
from foyer.demo.cast import people
from foyer.demo.history import play_past, play_waiting
from foyer.demo.sources.taking_in import take_in
from foyer.operations.words import speaks_chinese
from foyer.privacy.recipients import finding

QUALITY_DAYS = 14
"""How far back the quality of the mobile bank's data is known, where a past is played at all."""
_ROLES = {
    "customer": _("customer"),
    "agent": _("agent"),
    "supervisor": _("supervisor"),
    "knowledge_editor": _("knowledge editor"),
    "data_steward": _("data steward"),
    "administrator": _("administrator"),
    "security_administrator": _("security administrator"),
    "auditor": _("auditor"),
}


class Command(BaseCommand):
    help = "Builds the demo bank (units, staff, customers, queues, knowledge) and plays some days of conversations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=env.demo_days, help="days of conversations to play; 0 builds the bank only"
        )
        parser.add_argument(
            "--people", type=int, default=env.demo_people, help="people in the bank's systems; 0 takes nothing in"
        )
        parser.add_argument("--a-day", type=int, default=20, help="conversations a day (default 20)")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.FOYER_PRODUCTION:
            raise CommandError("The demo bank has known passwords and is not loaded in production.")
        build()
        if options["people"]:
            take_in(options["people"], days=QUALITY_DAYS if options["days"] else 0, tell=self._tell_step)
            finding.enter()  # the systems that now give data
        if options["people"] or options["days"]:
            shipped.begin()
            governing.approve_models()
        if options["days"] and not Conversation.objects.exists():
            play_past(options["days"], a_day=options["a_day"], tell=self._tell)
            judging.judge_the_past(7)
            play_waiting()
            alarms.ring()
        self._say_who_may_sign_in()

    def _tell(self, done: int, total: int) -> None:
        if done % 20 == 0 or done == total:
            self.stderr.write(f"  {done}/{total}")

    def _tell_step(self, step: str | Promise) -> None:
        with _operators_language():
            self.stderr.write(f"  {step}")

    def _say_who_may_sign_in(self) -> None:
        with _operators_language():
            for person in people():
                line = f"{_ROLES[person['role']]!s:<16} {person['name']:<8} {person['sign_in']:<12} {person['secret']}"
                self.stdout.write(line)


def _operators_language() -> override:
    """What is told, not what is stored: the bank itself is built in its own language."""
    return override("zh-hans" if speaks_chinese() else "en")
