"""Reasoned access: everything is masked, and one value of one customer may be seen for a reason, for a few minutes.

A room says at start what can be unmasked and how it is read, and what an open relation with a customer is:

    unmaskable("customers.phone", name=_("Phone"), legend=CONTACT, read=full_phone, mask=masked_phone)
    relation("conversation", name=_("Open conversation"), find=open_conversations_with)

    shown = unmask(customer, "customers.phone", "call_back", about="conversation:0198…", by=Actor.staff(user))
    shown.value, shown.unmasking.ends_at
    read_again(shown.unmasking.pk, by=Actor.staff(user))       # refused when the time is over

In this order it asks: may this colleague unmask; do they see the customer; may the value ever be shown (C3 never);
has the learning room let them; is the reason of the list, with the object it needs; have they an open relation, or
did they break the glass; is the day's limit reached; must a second person agree. Each "no" is in the trail like each
"yes".
"""

from foyer.privacy.access.clearances import clearance
from foyer.privacy.access.glass import break_glass, review
from foyer.privacy.access.subjects import Subject, known_subjects, unmaskable
from foyer.privacy.access.ties import Tie, relation, ties_of
from foyer.privacy.access.unmasking import Shown, read_again, unmask

__all__ = [
    "Shown",
    "Subject",
    "Tie",
    "break_glass",
    "clearance",
    "known_subjects",
    "read_again",
    "relation",
    "review",
    "ties_of",
    "unmask",
    "unmaskable",
]
