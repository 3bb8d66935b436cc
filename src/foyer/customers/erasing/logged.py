"""The sealed log of what sites sent: one request may speak of several people, so only a person's messages go."""

from __future__ import annotations

import json
from typing import Any

from foyer.customers.erasing.person import Person
from foyer.customers.models import AnonymousIdentity, CollectedBatch, SourceRecord
from foyer.customers.models.collecting import packed
from foyer.customers.models.records import record_id


def batches_of(person: Person) -> list[CollectedBatch]:
    """The requests in which a message is the person's."""
    told = _Told(person)
    if not told.anonymous and not told.records:
        return []
    return [row for row in CollectedBatch.objects.select_related("write_key").iterator() if told.speaks_in(row)]


def strip(person: Person) -> int:
    """Take the person's messages out of every request; one with nothing left goes. How many requests changed."""
    told, count = _Told(person), 0
    for row in batches_of(person):
        left = told.without(row)
        if left is None:
            row.delete()
        else:
            row.payload = packed(left.encode())
            row.save(update_fields=["payload"])
        count += 1
    return count


class _Told:
    """By what a message says that it is this person's."""

    def __init__(self, person: Person) -> None:
        links = AnonymousIdentity.objects.filter(customer__in=person.customers)
        self.anonymous = {link.anonymous_id for link in links}
        self.records = {str(one) for one in person.record_ids}
        known = SourceRecord.objects.filter(pk__in=person.record_ids)
        self.users = {(row.source, row.key) for row in known}

    def speaks_in(self, row: CollectedBatch) -> bool:
        return any(self._is_theirs(message, row) for message in _messages(_read(row)))

    def without(self, row: CollectedBatch) -> str | None:
        said = _read(row)
        if isinstance(said, dict) and isinstance(said.get("batch"), list):
            said["batch"] = [message for message in said["batch"] if not self._is_theirs(message, row)]
            return json.dumps(said, ensure_ascii=False) if said["batch"] else None
        return None

    def _is_theirs(self, message: Any, row: CollectedBatch) -> bool:
        if not isinstance(message, dict):
            return False
        user, source = message.get("userId"), row.write_key.record_source
        names = user is not None and (
            (source, str(user)) in self.users or str(record_id(source, str(user))) in self.records
        )
        return names or message.get("anonymousId") in self.anonymous


def _read(row: CollectedBatch) -> Any:
    try:
        return json.loads(row.text)
    except ValueError:
        return None


def _messages(said: Any) -> list[Any]:
    if isinstance(said, dict) and isinstance(said.get("batch"), list):
        return said["batch"]
    return [said]
