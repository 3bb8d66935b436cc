"""Signed messages that come in: whether a webhook of another house is genuine, fresh, and not one we have had.

    with signed.taking(request.headers, request.body, secrets=[...], door="sms") as identifier:
        ...  # write what it says

Standard Webhooks: a keyed signature over identifier, instant and body. Two secrets are accepted during a rotation. A
message older or newer than five minutes is refused, and so is an identifier that this door has seen before. Whoever
acknowledges a message writes what it says in the same transaction: if that rolls back, the identifier is forgotten too,
and the sender's next try is welcome.
"""

from foyer.base.signed.errors import AlreadyHad, NotGenuine
from foyer.base.signed.verifying import forget_old, taking, verify

__all__ = ["AlreadyHad", "NotGenuine", "forget_old", "taking", "verify"]
