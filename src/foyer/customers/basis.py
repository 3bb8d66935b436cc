"""Whether a customer's data may be used for a purpose: asked here, answered by `privacy` above.

    basis.may(customer_id, "profiling")                 # one customer
    basis.of_these(ids, "model_training")               # those of many who allow it

Where nobody answers, nothing may be used.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

One = Callable[[UUID, str], bool]
Many = Callable[[Iterable[UUID], str], set[UUID]]


def _nobody(_customer: UUID, _purpose: str) -> bool:
    return False


def _none(_customers: Iterable[UUID], _purpose: str) -> set[UUID]:
    return set()


_answers: tuple[One, Many] = (_nobody, _none)


def answered_by(one: One, many: Many) -> tuple[One, Many]:
    """Register who answers, called at start; returns who answered before."""
    global _answers
    before, _answers = _answers, (one, many)
    return before


def may(customer: UUID, purpose: str) -> bool:
    """Whether this customer's data may be used for the purpose now."""
    return _answers[0](customer, purpose)


def of_these(customers: Iterable[UUID], purpose: str) -> set[UUID]:
    """Those of some customers whose data may be used for the purpose now. Two queries, however many they are."""
    return _answers[1](customers, purpose)
