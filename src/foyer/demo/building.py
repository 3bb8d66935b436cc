"""Building the demo bank: places, people, customers, queues, ready words and knowledge."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

from foyer.base.actors import SYSTEM
from foyer.conversations.models import CannedResponse, Queue
from foyer.customers import actions as customers
from foyer.customers.profile import front_door
from foyer.demo import choosing, guarding, library, services
from foyer.demo.cast import CLIENTS, PASSWORD, PLACES, SKILLS, STAFF, Person
from foyer.demo.hall import CANNED, OUT_OF_HOURS, QUEUES, Line
from foyer.demo.town.cast import cast, proofs
from foyer.knowledge import actions as knowledge
from foyer.staff import actions as staff
from foyer.staff.models import Skill, Unit, User

ARTICLES = Path("fixtures/articles")
BACK_OFFICE = (
    "administrator", "security_administrator", "supervisor", "knowledge_editor", "compliance", "auditor",
)  # fmt: skip
"""The roles that have registers there."""


def build() -> None:
    """The whole bank without its past. Building it again changes nothing."""
    with transaction.atomic():
        units = _open_units()
        skills = {
            code: Skill.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in SKILLS.items()
        }
        users = {person.username: _hire(person, units, skills) for person in STAFF}
        _open_queues(units, skills)
        _ready_words()
        _meet_customers(units, users)
        choosing.choose()
        guarding.guard()
        services.furnish()
    _learn()


def _open_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {unit.code: unit for unit in Unit.objects.all()}
    for place in PLACES:
        if place.code not in units:
            parent = units[place.inside] if place.inside else None
            units[place.code] = staff.open_unit(
                kind=place.kind, name=place.name, code=place.code, parent=parent, by=SYSTEM, time_zone="Asia/Shanghai"
            )
    return units


def _hire(person: Person, units: dict[str, Unit], skills: dict[str, Skill]) -> User:
    known = User.objects.filter(username=person.username).first()
    if known:
        return known
    user = User.objects.create_user(
        person.username, PASSWORD, email=f"{person.username}@foyer.example", display_name=person.name,
        unit=units[person.unit], languages=list(person.languages), language=person.language, capacity=person.capacity,
        is_staff=person.role in BACK_OFFICE,
    )  # fmt: skip
    staff.give_roles(user, [person.role], by=SYSTEM)
    for code, level in person.skills:
        staff.give_skill(user, skills[code], level, by=SYSTEM)
    return user


def _open_queues(units: dict[str, Unit], skills: dict[str, Skill]) -> None:
    """The demo's lines are open day and night, so that whoever tries it is served at once."""
    for line in QUEUES:
        queue, _made = Queue.objects.get_or_create(code=line.code, defaults=_promises(line, units))
        queue.skills.set([skills[code] for code in line.skills])


def _promises(line: Line, units: dict[str, Unit]) -> dict[str, Any]:
    return {
        "name": line.name, "unit": units[line.unit], "topics": list(line.topics), "languages": list(line.languages),
        "standard_seconds": line.standard_seconds, "is_default": line.is_default, "out_of_hours_text": OUT_OF_HOURS,
        **line.settings,
    }  # fmt: skip


def _ready_words() -> None:
    for ready in CANNED:
        CannedResponse.objects.get_or_create(
            shortcut=ready.shortcut, unit=None,
            defaults={"shortcut_zh": ready.shortcut_zh, "title": ready.title, "text": ready.text},
        )  # fmt: skip


def _meet_customers(units: dict[str, Unit], users: dict[str, User]) -> None:
    """They have signed in before: their phones are proved, and they have shown who they are."""
    for client, person in zip(CLIENTS, cast(), strict=True):
        customer = customers.new_customer(
            number=client.number, name=client.name, phone=client.phone, by=SYSTEM, language=client.language,
            birth_year=client.birth_year, tier=client.tier, unit=units[client.unit], is_elderly=client.is_elderly,
            is_vulnerable=client.is_vulnerable, dedicated_agent=users.get(client.dedicated or ""),
        )  # fmt: skip
        front_door.tell(customer, verified=("phone",), phone=customer.phone, **proofs(person))


def _learn() -> None:
    """The shipped articles; reading them in again changes nothing."""
    knowledge.import_synonyms(by=SYSTEM)
    knowledge.import_articles(Path(apps.get_app_config("knowledge").path) / ARTICLES, by=SYSTEM)
    library.entrust()
