"""Where somebody said yes or no, or asked for their data, in words."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "web": _("Online service"),
    "portal": _("Online service"),
    "elderly": _("Online service, large pages"),
    "app": _("Mobile bank"),
    "desk": _("A colleague"),
    "branch": _("Branch"),
    "phone": _("Telephone"),
    "mail": _("Mail"),
    "sms": _("Text message"),
}


def name_of(door: str) -> str:
    """A door in the active language; a code that nobody named stays as it is."""
    return str(NAMES.get(door, door))
