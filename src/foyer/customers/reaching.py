"""Whether a message may leave for a customer: asked here by every sender, answered by `privacy` above.

    if reaching.may_leave(customer.pk, "service", "sms"):
        …send it

A yes is a contact that counts, and is written into the register of disclosures for whoever carries the message. A no is
counted with its reason. Where nobody answers, nothing leaves.
"""

from collections.abc import Callable
from uuid import UUID

Answer = Callable[[UUID, str, str], bool]


def _nobody(_customer: UUID, _purpose: str, _channel: str) -> bool:
    return False


_answer: Answer = _nobody


def answered_by(answer: Answer) -> Answer:
    """Register who answers, called at start; returns who answered before."""
    global _answer
    before, _answer = _answer, answer
    return before


def may_leave(customer: UUID, purpose: str, channel: str) -> bool:
    """Ask, in the job that sends, right before it sends."""
    return _answer(customer, purpose, channel)
