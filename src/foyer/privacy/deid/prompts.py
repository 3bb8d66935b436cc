"""The one way in which words of a customer reach a language model: without what leads to anybody, and on the record.

    prompt = prompts.safe(question, customer_id, by=ASSISTANT, purpose="service", model="in-house-7b")

Whoever adds a model to the house hands it `prompt`, never the text: what a model was told once may come out of it
again. The trail keeps that, for whom and for what a text was handed over and how many mentions were taken out, never
the text.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.customers import queries as customers
from foyer.privacy.deid.scrubbing import Scrubbed, Scrubber
from foyer.privacy.gates import NoBasis, may_use

HANDED = audit.kind("privacy.prompted", _("Handed a scrubbed text to a language model"))


@transaction.atomic
def safe(text: str, customer_id: UUID | str | None, *, by: Actor, purpose: str, model: str) -> str:
    """The text as a model may see it. Raises NoBasis when the customer's data may not be used for the purpose."""
    if customer_id is not None:
        decision = may_use(customer_id, purpose, by=by, kinds=("conversation",))
        if not decision:
            raise NoBasis(decision)
    done = look(text, customer_id)
    details = {"model": model, "taken_out": done.counts}
    audit.record(HANDED, by=by, customer=_id(customer_id), purpose=purpose, details=details)
    return done.text


def look(text: str, customer_id: UUID | str | None) -> Scrubbed:
    """What `safe` would hand over and what it takes out, to put that back into what a model gave; nothing leaves."""
    known = customers.known_of([customer_id]).get(str(customer_id), {}) if customer_id else {}
    return Scrubber(known).scrub(text)


def _id(customer_id: UUID | str | None) -> UUID | None:
    return UUID(str(customer_id)) if customer_id else None
