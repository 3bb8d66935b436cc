"""What every table shares, and the tables of the house's own mechanisms."""

from django.db import models

from foyer.base.ids import new_id


class Row(models.Model):
    """A row with a time-ordered identifier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


from foyer.base.aids.models import Outage  # noqa: E402
from foyer.base.clocks.models import Calendar, CalendarDay, Clock, ClockEvent, ClockPolicy  # noqa: E402
from foyer.base.events.models import Delivery, OutboxFact  # noqa: E402
from foyer.base.jobs.models import Heartbeat, Progress, SweepState  # noqa: E402
from foyer.base.live.models import LiveEvent, LiveTopic  # noqa: E402
from foyer.base.measures.models import MeasureSample, MeasureSum  # noqa: E402
from foyer.base.signed.models import SeenMessage  # noqa: E402

__all__ = [
    "Calendar",
    "CalendarDay",
    "Clock",
    "ClockEvent",
    "ClockPolicy",
    "Delivery",
    "Heartbeat",
    "LiveEvent",
    "LiveTopic",
    "MeasureSample",
    "MeasureSum",
    "Outage",
    "OutboxFact",
    "Progress",
    "Row",
    "SeenMessage",
    "SweepState",
]
