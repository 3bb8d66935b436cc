"""This room's own tests: every customer agrees to everything. What a refusal stops is tested where refusals live."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import pytest

from foyer.customers import basis


def _yes(_customer: UUID, _purpose: str) -> bool:
    return True


def _all(customers: Iterable[UUID], _purpose: str) -> set[UUID]:
    return set(customers)


@pytest.fixture(autouse=True, scope="module")  # also while a file makes what its tests share
def everybody_agrees() -> Iterator[None]:
    before = basis.answered_by(_yes, _all)
    yield
    basis.answered_by(*before)
