"""Deleting a customer's profile tags at their wish (网络数据安全管理条例 42): whoever keeps tags registers."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.privacy.consents import acts
from foyer.privacy.consents.errors import NotYours
from foyer.privacy.consents.events import TagsDeleted
from foyer.privacy.gates.persons import person

Deleter = Callable[[UUID], int]
_deleters: list[Deleter] = []


def deleter(delete: Deleter) -> Deleter:
    """Register who keeps tags: a function that deletes a customer's and says how many there were."""
    _deleters.append(delete)
    return delete


@transaction.atomic
def delete_tags(customer: UUID, *, by: Actor) -> int:
    """Delete every tag of a customer, wherever it is kept; how many. Twice is harmless."""
    if not by.is_staff and person(by).customer != customer:
        raise NotYours
    count = sum(delete(customer) for delete in _deleters)
    audit.record(acts.TAGS_DELETED, by=by, on=f"customer:{customer}", customer=customer, details={"count": count})
    publish(TagsDeleted(customer, count, str(by)))
    return count
