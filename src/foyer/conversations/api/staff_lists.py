"""What a colleague chooses from while serving: whom to hand over to, and until when to put something aside."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from foyer.conversations.routing.agents import loads_of
from foyer.staff import queries as staff


def receivers(user: Any) -> list[dict[str, Any]]:
    """Colleagues of the user's units who serve customers: who is available and least busy first."""
    people = [person for person in staff.serving_in(user.unit) if person.pk != user.pk]
    loads = loads_of([person.pk for person in people])
    shown = [_receiver(person, loads.get(person.pk, 0)) for person in people]
    return sorted(shown, key=lambda person: (person["state"] != "available", person["load"], person["name"]))


def _receiver(person: Any, load: int) -> dict[str, Any]:
    presence = getattr(person, "presence", None)
    return {
        "id": str(person.pk),
        "name": person.get_full_name(),
        "unit": str(person.unit),
        "state": presence.state if presence else "away",
        "load": load,
        "capacity": person.capacity,
        "languages": person.languages,
    }


def aware(instant: datetime) -> datetime:
    """An instant as given, in the user's time zone where it names none."""
    return instant if timezone.is_aware(instant) else timezone.make_aware(instant)
