"""The gates: the only ways to ask whether somebody's data may be used for something, and whether they may be contacted.

    decision = gates.may_use(customer, "profiling", by=by)            # true or false, and says why in both languages
    decision = gates.may_contact(customer, "marketing", "sms")
    gates.contact(customer, "market_survey", "email", by=by)          # asks, and counts the contact; or NotNow

    gates.usable(Tag.objects.all(), "profiling", "customer")          # where queries are built: one condition in SQL

    @gates.for_purpose("profiling")                                   # a query that declares no purpose raises NoBasis
    def tags_of(...): ...

No answer is a yes: an unknown purpose, one that is not in use, no consent, a consent to other terms, a database that
does not answer are all a no. Every no is counted by purpose, reason and day (`queries.refusals`); no person is in that
count. Service messages and what the law demands are classes of their own, which no refusal of marketing touches.

Explained by `privacy/tests/test_gates.py`, `test_contacting.py`, `test_binding.py`.
"""

from foyer.privacy.gates.binding import PurposeBound, declared, for_purpose
from foyer.privacy.gates.contacting import contact, may_contact
from foyer.privacy.gates.decisions import Decision, NoBasis, NotNow
from foyer.privacy.gates.narrowing import usable
from foyer.privacy.gates.persons import Person, person
from foyer.privacy.gates.stops import Stop, stop
from foyer.privacy.gates.using import may_ask, may_invite, may_use

__all__ = [
    "Decision",
    "NoBasis",
    "NotNow",
    "Person",
    "PurposeBound",
    "Stop",
    "contact",
    "declared",
    "for_purpose",
    "may_ask",
    "may_contact",
    "may_invite",
    "may_use",
    "person",
    "stop",
    "usable",
]
