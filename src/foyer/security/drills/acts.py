"""The acts of drills that somebody answers for."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

PLANNED = audit.kind("security.drill_planned", _("A drill was planned"))
AGREED = audit.kind("security.drill_agreed", _("A drill was agreed to"))
STARTED = audit.kind("security.drill_started", _("A drill began"))
PLAYED = audit.kind("security.inject_played", _("An inject was played"))
STOPPED = audit.kind("security.drill_stopped", _("A drill was stopped"))
OBSERVED = audit.kind("security.drill_observed", _("Something was observed in a drill"))
FOUND = audit.kind("security.drill_finding", _("A finding or an action of a drill was entered"))
CLOSED = audit.kind("security.drill_closed", _("A drill was evaluated"))
REHEARSED = audit.kind("security.drill_act", _("An inject did something"))
