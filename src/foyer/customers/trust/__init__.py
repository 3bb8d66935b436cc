"""What lets a customer trust the bank's doors: their sign-ins and devices, a freeze in one tap, warnings of risks.

- `devices`   what a browser is called, where it is roughly, whether it is new
- `sessions`  where somebody is signed in; ending one or all others
- `idling`    signing out whoever has gone away
- `freshness` whether a sign-in is so new that it is itself a proof
- `app`       an authenticator app as a second way, of the customer's own choice; `telling` tells them of changes
- `freezing`  standing everything still at once; opened again only after a stepped-up check or at the counter
- `notices`   warnings of risks: written by one colleague, published by another, shown, confirmed, counted
"""

from foyer.customers.trust.app import (
    app_of,
    begin_app,
    begun_app,
    check_app,
    confirm_app,
    has_app,
    remove_app,
    renew_recovery,
)
from foyer.customers.trust.freezing import freeze, unfreeze
from foyer.customers.trust.freshness import is_fresh
from foyer.customers.trust.idling import while_waiting
from foyer.customers.trust.notices import (
    acknowledge,
    publish_notice,
    shown_to,
    waiting_for,
    withdraw_notice,
    write_notice,
)
from foyer.customers.trust.sessions import (
    end_others,
    end_session,
    hold_all,
    hold_session,
    idle_after,
    is_standing,
    note_seen,
    session_of,
    sign_ins,
    when_ended,
)

__all__ = [
    "acknowledge",
    "app_of",
    "begin_app",
    "begun_app",
    "check_app",
    "confirm_app",
    "end_others",
    "end_session",
    "freeze",
    "has_app",
    "hold_all",
    "hold_session",
    "idle_after",
    "is_fresh",
    "is_standing",
    "note_seen",
    "publish_notice",
    "remove_app",
    "renew_recovery",
    "session_of",
    "shown_to",
    "sign_ins",
    "unfreeze",
    "waiting_for",
    "when_ended",
    "while_waiting",
    "withdraw_notice",
    "write_notice",
]
