"""The demo bank, built once for all files of this room; in its tests each works in a savepoint over it."""

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import transaction

from foyer.demo.building import build


@pytest.fixture(scope="package")
def bank(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What was logged while it was built. A test that wants no bank stands before the first that asks for it."""
    said, root = StringIO(), logging.getLogger()
    listening, before = logging.StreamHandler(said), root.level
    with django_db_blocker.unblock(), transaction.atomic():
        root.addHandler(listening)
        root.setLevel(logging.DEBUG)
        build()
        root.setLevel(before)
        root.removeHandler(listening)
        yield said.getvalue()
        transaction.set_rollback(True)
