"""Under which pseudonyms a person stands in the data sets that were let out to recipients and have not ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from foyer.privacy.deid.datasets import releasable
from foyer.privacy.deid.preparing import token
from foyer.privacy.models import Recipient, Release

FETCHED = "release:"
"""How the register of disclosures refers to a release."""


def of(customers: Collection[UUID], purposes: Collection[str] = ()) -> Iterator[tuple[Recipient, str, set[str]]]:
    """(recipient, "release:…/pseudonym", kinds of data), for each release whose key is still there.

    Who is in a file is not looked up: the recipient finds the pseudonym or does not.
    """
    rows = Release.objects.filter(state=Release.State.OUT, fetched_at__isnull=False).exclude(party="")
    if purposes:
        rows = rows.filter(purpose__in=list(purposes))
    parties = {one.code: one for one in Recipient.objects.filter(code__in=[row.party for row in rows])}
    for row in rows:
        dataset = releasable.get(row.dataset)
        if dataset is None or row.party not in parties or not row.token_key:
            continue
        for column in dataset.named("token"):
            if column.of == "customer":
                for one in customers:
                    said = token(bytes.fromhex(row.token_key), column.of, str(one))
                    yield parties[row.party], f"{FETCHED}{row.pk}/{said}", set(dataset.kinds)
