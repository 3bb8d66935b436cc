"""What the pages of sources say: stages and states of a run, places, bases."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]
STAGES: Words = {
    "land": _("Land"),
    "convert": _("Convert"),
    "store": _("Check and store"),
    "resolve": _("Resolve"),
    "publish": _("Publish"),
}
RUN_STATES: Words = {"running": _("Running"), "finished": _("Finished"), "failed": _("Failed")}
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
