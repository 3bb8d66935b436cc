"""Incidents: what happened, who was told when, what was done, and what the house learned."""

from foyer.security.detection.incidents.leading import close, contain, escalate, note, open_incident, told
from foyer.security.detection.incidents.leaking import affected, declare_leak, letter, told_regulator
from foyer.security.detection.incidents.letters import written
from foyer.security.detection.incidents.responding import respond, take_back

__all__ = [
    "affected",
    "close",
    "contain",
    "declare_leak",
    "escalate",
    "letter",
    "note",
    "open_incident",
    "respond",
    "take_back",
    "told",
    "told_regulator",
    "written",
]
