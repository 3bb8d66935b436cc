"""What the pages of sources say: stages and states of a run, places, bases."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]
STAGES: Words = {
    "land": _("Land"),
    "convert": _("Convert"),
    "store": _("Check and store"),
    "resolve": _("Resolve"),
    "publish": _("Publish"),
}
RUN_STATES: Words = {
    "running": _("Running"), "finished": _("Finished"), "failed": _("Failed"),
    "stopped": _("Stopped, its process ended"),
}  # fmt: skip
PLACES: Words = {
    "folder": _("Folder"),
    "sftp": _("SFTP folder"),
    "database": _("Database"),
    "http": _("Web service"),
}
BASES: Words = {
    "contract": _("Contract"),
    "consent": _("Consent"),
    "legal_duty": _("Legal duty"),
    "emergency": _("Emergency"),
    "public_interest": _("Public interest"),
    "published": _("Made public by the person"),
    "legitimate_interest": _("Legitimate interest"),
}
COUNT_GROUPS: Words = {
    "landed": _("landed"),
    "stored": _("stored"),
    "resolved": _("resolved"),
    "published": _("published"),
}
COUNTS: Words = {
    "rows": _("rows"),
    "aside": _("set aside"),
    "good": _("good"),
    "held": _("held back"),
    "records": _("records"),
    "customers": _("customers"),
    "review": _("for review"),
    "holdings": _("holdings"),
}
WEEKDAYS: Words = {
    "monday": _("Mondays"),
    "tuesday": _("Tuesdays"),
    "wednesday": _("Wednesdays"),
    "thursday": _("Thursdays"),
    "friday": _("Fridays"),
    "saturday": _("Saturdays"),
    "sunday": _("Sundays"),
}


def schedule(written: str) -> str:
    """A schedule as a mapping file writes it, in words; five cron fields stay as they are."""
    first, *rest = written.lower().split()
    if (first, len(rest)) == ("hourly", 0):
        return gettext("every hour")
    if (first, len(rest)) == ("daily", 1):
        return gettext("every day at {time}").format(time=rest[0])
    if (first, len(rest)) == ("weekly", 2):
        return gettext("{weekday} at {time}").format(weekday=WEEKDAYS.get(rest[0], rest[0]), time=rest[1])
    if (first, len(rest)) == ("monthly", 2):
        return gettext("on day {day} of each month at {time}").format(day=rest[0], time=rest[1])
    return written
