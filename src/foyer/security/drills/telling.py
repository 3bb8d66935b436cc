"""Telling those who see drills, live, with the change it shows. Ids only."""

from django.db import transaction

from foyer.base import live
from foyer.security.models import Drill
from foyer.staff import queries as staff

SEE = "security.see_drills"


@transaction.atomic
def tell(drill: Drill) -> None:
    """Everybody who follows drills."""
    for user_id in staff.permitted(SEE).values_list("pk", flat=True):
        live.publish(f"staff:{user_id}", "security.drill", {"drill": str(drill.pk), "state": drill.state})
