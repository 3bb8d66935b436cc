"""What each room holds of a person: the one register behind copies, corrections, deletions and the trace.

    register(Holder("conversations.messages", _("Messages"), where="table", legend=FREE_TEXT, basis="contract",
                    rule="conversations", floor=50, models=("conversations.Message",),
                    trace=…, export=…, erase=…))

    subject = subject_of(customer_id)
    trace(subject)        # {"conversations.messages": 12, …}
    export(subject)       # what the person may have, by holder
    erase(subject)        # from the uppermost room down, a transaction each; safe to be begun again

A room above privacy registers in its `holding.py`; what lies below is registered here (`customers`, `house`, `own`).
`coverage` tells what no holder speaks for.
"""

from foyer.privacy.holders.registry import Holder, holders, register
from foyer.privacy.holders.subject import Subject, subject_of
from foyer.privacy.holders.verbs import correct, erase, export, kept_by_law, trace

__all__ = [
    "Holder",
    "Subject",
    "correct",
    "erase",
    "export",
    "holders",
    "kept_by_law",
    "register",
    "subject_of",
    "trace",
]
