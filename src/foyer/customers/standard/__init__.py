"""The collection standard: one schema that every system of the bank is mapped to.

Each field says what it means, how it is written, how carefully it is handled (`legends`), what must hold of it
(`rules`) and by which names it goes in the bank's systems (`aliases`). `STANDARD` is the whole of it; a change of
meaning is a new version. `rendering.render(language)` prints it for people.
"""

from foyer.base.legends import Legend
from foyer.customers.standard.accounts import ACCOUNT, ACCOUNT_PARTY, HOLDING, TRANSACTION
from foyer.customers.standard.contacts import BEHAVIOUR_EVENT, SERVICE_INTERACTION
from foyer.customers.standard.parties import (
    ADDRESS,
    CONTACT_POINT,
    EXTERNAL_ATTRIBUTE,
    IDENTIFIER,
    PARTY,
    RELATION,
)
from foyer.customers.standard.shape import Bilingual, Entity, Field, Rule, Standard

_ENTITIES = (
    PARTY, IDENTIFIER, CONTACT_POINT, ADDRESS, ACCOUNT, ACCOUNT_PARTY, HOLDING, TRANSACTION, BEHAVIOUR_EVENT,
    SERVICE_INTERACTION, EXTERNAL_ATTRIBUTE, RELATION,
)  # fmt: skip

STANDARD = Standard("1.0", {entity.name: entity for entity in _ENTITIES})

__all__ = ["STANDARD", "Bilingual", "Entity", "Field", "Legend", "Rule", "Standard"]
