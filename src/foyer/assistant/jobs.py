"""Periodic and long work: shells around what the room does."""

from foyer.assistant import drafting
from foyer.assistant.evaluation import sessions, stability
from foyer.assistant.intents import running
from foyer.base.jobs import job, periodic


@periodic("assistant.probe", every_seconds=60)
def probe_the_assistant() -> None:
    """Whether a question would be answered now."""
    stability.probe()


@periodic("assistant.settle_sessions", every_seconds=600)
def settle_sessions() -> None:
    """Which conversations were solved, once nobody can come back in time any more."""
    sessions.settle()


@job("assistant.train_intents", attempts=1)
def train_intents(version_id: str) -> None:
    """Train, judge and compare a version of the reader of intents; its page shows how far it is."""
    running.run(version_id)


@periodic("assistant.forget_vectors", every_seconds=24 * 3600)
def forget_vectors() -> None:
    """What an encoder that is no longer used made of the phrasings."""
    running.forget_vectors_of_others()


@periodic("assistant.rescue_drafts", every_seconds=2)
def rescue_drafts() -> None:
    """Whoever waits for an answer that nobody writes any more gets the built-in one."""
    drafting.rescue()
